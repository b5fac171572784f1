"""Cloudflare Pages: the site itself receives its forms, by a program that is written for it.

The program lies in the output (``_worker.js``), so any way of publishing takes it along, and
``_routes.json`` keeps every other address free of it.
"""

from __future__ import annotations

from sitegen.forms.backend import (
    AS_THEY_ARE,
    Backend,
    Errors,
    Fetch,
    Honeypot,
    Limits,
    Redirect,
)

ROUTES = '{"version": 1, "include": ["/api/forms/*"], "exclude": []}\n'

WORKER = """\
// Receives the forms of this site on Cloudflare Pages. sitegen writes this file with each build.
// It needs a store: in the project's settings, under Bindings, add a D1 database named FORMS_DB
// or a KV namespace named FORMS_KV.
const FORMS = __FORMS__;
const LARGEST = 100000;

function answer(request, status, message, more) {
  const headers = {"Cache-Control": "no-store"};
  if ((request.headers.get("Accept") || "").includes("application/json")) {
    return Response.json({success: status < 300, message, ...more}, {status, headers});
  }
  headers["Content-Type"] = "text/plain; charset=utf-8";
  return new Response(message + "\\n", {status, headers});
}

function thank(request, form) {
  if ((request.headers.get("Accept") || "").includes("application/json")) {
    return answer(request, 200, "");
  }
  return new Response(null, {status: 303,
    headers: {Location: form.thanks, "Cache-Control": "no-store"}});
}

async function keep(env, entry) {
  const text = JSON.stringify(entry.answers);
  if (env.FORMS_DB) {
    await env.FORMS_DB.batch([
      env.FORMS_DB.prepare("CREATE TABLE IF NOT EXISTS answers (id TEXT PRIMARY KEY, " +
        "form TEXT NOT NULL, received TEXT NOT NULL, answers TEXT NOT NULL)"),
      env.FORMS_DB.prepare("INSERT INTO answers VALUES (?, ?, ?, ?)")
        .bind(entry.id, entry.form, entry.received, text),
    ]);
  } else if (env.FORMS_KV) {
    const key = entry.form + "/" + entry.received + "/" + entry.id;
    await env.FORMS_KV.put(key, JSON.stringify(entry));
  } else {
    throw new Error("No store: bind FORMS_DB or FORMS_KV in the project's settings.");
  }
}

async function receive(request, env, name, form) {
  if (request.method !== "POST") {
    const refused = answer(request, 405, "Forms are sent here with POST.");
    refused.headers.set("Allow", "POST");
    return refused;
  }
  const origin = request.headers.get("Origin");
  if (origin && origin !== "null" && origin !== new URL(request.url).origin) {
    return answer(request, 403, "This form is not of this site.");
  }
  if (Number(request.headers.get("Content-Length") || 0) > LARGEST) {
    return answer(request, 413, "This is too long.");
  }
  let data;
  try {
    data = await request.formData();
  } catch {
    return answer(request, 415, "This is not how a form is sent.");
  }
  if (form.trap && data.get(form.trap)) {
    return thank(request, form); // A robot learns nothing from this.
  }
  const answers = {};
  let length = 0;
  for (const [field, value] of data) {
    if (form.fields.includes(field) && typeof value === "string") {
      length += value.length;
      (answers[field] ||= []).push(value);
    }
  }
  if (length > LARGEST) {
    return answer(request, 413, "This is too long.");
  }
  const missing = form.required.filter((field) => !(answers[field] || []).some((v) => v.trim()));
  if (missing.length) {
    return answer(request, 422, "Please go back and answer: " + missing.join(", "),
      {errors: missing.map((field) => ({field}))});
  }
  const received = new Date().toISOString();
  try {
    await keep(env, {id: crypto.randomUUID(), form: name, received, answers});
  } catch (error) {
    console.error(String(error));
    return answer(request, 503, "This form cannot be received at the moment. Try again later.");
  }
  return thank(request, form);
}

export default {
  async fetch(request, env) {
    const place = /^\\/api\\/forms\\/([^/]+)\\/?$/.exec(new URL(request.url).pathname);
    if (!place) {
      return env.ASSETS.fetch(request);
    }
    if (!Object.hasOwn(FORMS, place[1])) {
      return answer(request, 404, "There is no such form.");
    }
    return receive(request, env, place[1], FORMS[place[1]]);
  },
};
"""

BACKEND = Backend(
    name="cloudflare-pages",
    title="Cloudflare Pages",
    documentation="https://developers.cloudflare.com/pages/functions/advanced-mode/",
    checked="2026-11-23",
    confidence="high",
    region="a store of yours at Cloudflare",
    settings=(),
    action="/api/forms/{form}",
    honeypot=Honeypot("own", "_gotcha"),
    redirect=Redirect("function"),
    fetch=Fetch(
        "json",
        ok=(("success", "true"),),
        message="message",
        errors=Errors(list="errors", field="field"),
    ),
    tags=AS_THEY_ARE,
    host="cloudflare-pages",
    files=(("_worker.js", WORKER), ("_routes.json", ROUTES)),
    limits=Limits(
        files=False,
        note="Answers lie in your own store, with the time; nobody is told of them by email. Read "
        "them there: SELECT * FROM answers. The free plan has 100,000 requests a day.",
    ),
    steps="In the Pages project, under Settings, Bindings, add a D1 database named FORMS_DB or a "
    "KV namespace named FORMS_KV, and publish once more.",
)
