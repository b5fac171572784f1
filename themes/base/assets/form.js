/*
 * What a page adds to its forms where JavaScript runs. Every form works without it.
 *
 * On a form with data-form: messages in the site's own words, a summary of what is wrong, and no
 * second submission while the first is under way. With data-wire it also sends the form itself and
 * thanks in the page. Where the site turned it on, it keeps submissions while there is no network.
 * The words stand in data-words of the script element. Nothing is stored without consent, text of
 * a receiver is only ever shown as text, and what may have arrived is never sent again unasked.
 *
 * The file has a budget of 4096 bytes, minified and compressed; a test holds it.
 */
(() => {
  const script = document.currentScript,
    words = JSON.parse(script.dataset.words),
    title = document.title,
    page = new URLSearchParams(location.search);

  const make = (tag, properties, ...inside) => {
    const element = document.createElement(tag);
    Object.assign(element, properties).append(...inside);
    return element;
  };

  // What is wrong with an answer ---------------------------------------------------------------

  // Radio buttons and check boxes that answer one question share a fieldset.
  const group = control => /radio|checkbox/.test(control.type) && control.closest('fieldset');

  const label = control => (group(control) || control.closest('.field')).querySelector('legend, label');

  const question = control => (label(control).querySelector('span:not(.req)') || label(control)).firstChild.textContent.trim();

  // People write postcodes and numbers with spaces and hyphens, and addresses without https.
  const tidy = control => {
    const {value, validity, type} = control;
    const bare = value.replace(/[\s\p{Pd}().\/]/gu, '');
    for (const attempt of validity.patternMismatch ? [bare, bare.toUpperCase(), value]
      : validity.typeMismatch && type == 'url' ? ['https://' + value, value] : []) {
      control.value = attempt;
      if (validity.valid) break;
    }
  };

  const check = element => {
    let last;
    return [...element.elements].map(control => {
      const holder = group(control) || control, {needed, message = control.title} = holder.dataset;
      if (!control.willValidate || control.closest('.trap') || holder == last) return [];
      last = holder;
      tidy(control);
      const {valid, valueMissing} = control.validity;
      const missing = holder == control ? valueMissing : needed && !holder.querySelector(':checked');
      return [control, (missing || !valid) && ((missing ? needed : message) || words.check.replace('{label}', question(control)))];
    }).filter(problem => problem[1]);
  };

  // The summary, after the GOV.UK Design System ------------------------------------------------

  let undo = [];

  const clear = () => {
    undo.forEach(step => step());
    undo = [];
    document.title = title;
  };

  const mark = (control, text) => {
    const holder = group(control) || control,
      before = holder.getAttribute('aria-describedby') || '',
      id = holder.id + '-error',
      message = make('p', {className: 'error', id}, make('span', {className: 'unseen'}, words.error + ' '), text);
    (control.closest('.tick') || control).before(message);
    holder.setAttribute('aria-describedby', before + ' ' + id);
    if (holder == control) holder.setAttribute('aria-invalid', true);
    undo.push(() => {
      message.remove();
      holder.removeAttribute('aria-invalid');
      holder.setAttribute('aria-describedby', before);
    });
  };

  // Problems are pairs of a control, or nothing where the whole form is meant, and a text.
  const complain = ({element, button}, problems) => {
    const links = problems.map(([control = button, text]) => {
      if (control != button) mark(control, text);
      return make('li', {}, make('a', {href: '#' + (control.id || element.id), onclick(event) {
        event.preventDefault();
        (control == button ? button : label(control)).scrollIntoView();
        control.focus({preventScroll: true});
      }}, text));
    });
    const summary = make('div', {className: 'errors', tabIndex: -1},
      make('div', {role: 'alert'}, make('h2', {}, words.problem), make('ul', {}, ...links)));
    document.querySelector('main').prepend(summary);
    undo.push(() => summary.remove());
    document.title = words.error + ' ' + title;
    summary.focus();
  };

  // Sending ------------------------------------------------------------------------------------

  const pick = (value, path = '') => path.split('.').reduce((found, key) => found?.[key], value);

  // What the receiver is to get, as pairs that can be stored.
  const collect = form => {
    const {element, wire} = form;
    let pairs = [...new FormData(element)].filter(([name, value]) => !wire.drop?.includes(name) && (value.name || value.trim));
    if (wire.as == 'json') {
      // Of a list, such as phone numbers, an entry that the visitor left empty is not sent.
      const empty = {}, entry = name => name.match(/.*\d\]|.*/)[0];
      pairs = pairs.filter(pair => pair[1].trim?.());
      for (const {name, type} of element.elements) {
        if (type != 'hidden') empty[entry(name)] = empty[entry(name)] != 0 && !pairs.some(pair => pair[0] == name);
      }
      pairs = pairs.filter(pair => !empty[entry(pair[0])]);
    }
    const joined = [];
    for (const [name, value] of pairs) {
      const same = wire.join && value.trim && joined.find(pair => pair[0] == name);
      if (same) same[1] += wire.join + value;
      else joined.push([name, value]);
    }
    return [...joined, ...Object.entries(wire.add || {}), ...wire.mark ? [[wire.mark, form.mark ||= Date.now() + '' + Math.random()]] : []];
  };

  // A name such as person.email_addresses[0].address is a path into the object that is sent.
  const nest = pairs => {
    const root = {};
    for (const [name, value] of pairs) {
      const keys = name.replace(/\]/g, '').split(/[.[]/), last = keys.pop();
      const inner = keys.reduce((at, key, n) => at[key] ??= /^\d*$/.test(keys[n + 1] ?? last) ? [] : {}, root);
      if (!last) inner.push(value);
      else inner[last] = last in inner ? [].concat(inner[last], value) : value;
    }
    const text = JSON.stringify(root, (_, value) => value?.filter ? value.filter(item => item) : value);
    return new Blob([text], {type: 'application/json'});
  };

  const encode = (wire, pairs) => {
    if (wire.as == 'json') return nest(pairs);
    const body = wire.as ? new URLSearchParams : new FormData;
    for (const [name, value] of pairs) body.append(name, value);
    return body;
  };

  // Gives "sent", "opaque", "refused" or "unsure", the reply, and the problems it names.
  const deliver = async ({to, wire}, pairs) => {
    const {mode, ok, also = [], errors = {}} = wire;
    let response, text, reply;
    try {
      response = await fetch(to, {
        method: 'POST',
        body: encode(wire, pairs),
        mode: mode == 'opaque' ? 'no-cors' : 'cors',
        headers: {...mode == 'json' && {Accept: 'application/json'}, ...wire.headers},
        signal: AbortSignal.timeout(3e4),
      });
      if (mode == 'opaque') return {state: mode};
      text = mode == 'json' && await response.text();
    } catch {
      return {state: 'unsure'}; // it may have been stored although no reply can be read
    }
    try {
      reply = JSON.parse(text);
    } catch {}
    const good = !(ok && text) && response.ok || (ok || also).some(([path, value]) => {
      const found = pick(reply, path);
      return value == null ? found !== undefined : '' + found == value;
    });
    const named = errors.map ? Object.entries(pick(reply, errors.map) || {})
      : [].concat(pick(reply, errors.list) || []).map(each => [pick(each, errors.field), pick(each, errors.text)]);
    const found = [...named, ['', pick(reply, wire.message)]].filter(pair => pair[1]).slice(0, named.length || 1);
    return {
      reply,
      found: found.map(([name, text]) => [name, [].concat(text).join(' ').replace(/<.*?>/g, ' ')]),
      state: good ? 'sent' : found[0] || response.status < 500 && (reply || !response.ok) ? 'refused' : 'unsure',
    };
  };

  // navigator.onLine is sure only when it says no; a queue asks the site itself before it sends.
  const connected = () => navigator.onLine && (!queue || script.src[0] == 'f'
    || fetch(script.src, {method: 'HEAD', cache: 'no-store'}).then(() => 1, () => 0));

  const hold = (form, on) => {
    form.busy = on;
    form.button.setAttribute('aria-disabled', !!on);
    form.button.textContent = on ? words.sending : form.words;
  };

  const tell = (form, inside) => {
    form.mark = '';
    form.element.reset();
    form.status.replaceChildren(inside);
    form.status.focus();
  };

  const thank = (form, reply) => {
    const shown = form.element.querySelector('template').content.cloneNode(true);
    if (pick(reply, form.wire.optin)) shown.querySelector('[hidden]').hidden = false;
    form.element.hidden = true;
    tell(form, shown);
  };

  const submit = async (form, event) => {
    const {element, wire, busy} = form, problems = busy || check(element);
    if (busy || wire.mode || problems[0]) event.preventDefault();
    if (busy) return;
    clear();
    form.status.textContent = '';
    if (problems[0]) return complain(form, problems);
    hold(form, true);
    // The browser sends it. Should no page follow, the visitor can try again.
    if (!wire.mode) return setTimeout(hold, 9e3, form);
    const pairs = collect(form);
    const result = await connected() && await deliver(form, pairs);
    const next = pick(result.reply, wire.next);
    if (/^https:|^\/[^/]/.test(next)) return location.assign(new URL(next, form.to));
    hold(form);
    if (!result) return queue ? queue(form, pairs) : complain(form, [[, words.offline]]);
    const {state, found, reply} = result;
    if (state == 'unsure') form.button.textContent = words.again;
    if (/sent|opaque/.test(state)) thank(form, reply);
    else complain(form, found?.[0] ? found.map(([name, text]) => [
      [...element.elements].find(control => control.willValidate && name && (control.name == name || control.name.match(/\w*(?=\W*$)/)[0] == name)),
      text,
    ]) : [[, words[state + '_form']]]);
  };

  // The queue, for stalls without a network ----------------------------------------------------

  const open = list => {
    const root = 'forms:' + new URL('../..', script.src).pathname;
    const [count, rows, all] = list.children;

    const items = () => Object.keys(localStorage).filter(key => key.startsWith(root)).sort().map(key => ({...JSON.parse(localStorage[key]), key}));

    // Without a state it is erased.
    const save = (item, state) => {
      if (state) localStorage[item.key] = JSON.stringify({...item, state});
      else localStorage.removeItem(item.key);
      draw();
    };

    const erase = found => confirm(words.sure) && found.forEach(item => item.state == 'sending' || save(item));

    const button = (text, onclick) => make('button', {type: 'button', className: 'button secondary', onclick}, text);

    const draw = () => {
      const found = items();
      list.hidden = !found[0];
      count.lastChild.textContent = found.length;
      rows.replaceChildren(...found.map(item => make('li', {},
        `${new Date(item.at).toLocaleString(document.documentElement.lang)}, ${item.form}: ${words[item.state]} `,
        button(words.send, () => flush(item.key)), ' ', button(words.erase, () => erase([item])))));
    };

    // One tab at a time, and each submission is claimed before it is sent. What is claimed while
    // nobody holds the lock was cut off: it may have arrived. What one tab stores reaches another a
    // little later, so the lock is kept until it has.
    const flush = chosen => navigator.locks.request(root, async () => {
      let rest = 0;
      for (const item of items()) {
        const {key, state} = item;
        const form = forms.find(({name}) => name == item.form);
        if (state == 'sending') save(item, 'unsure');
        else if (form && (state == 'waiting' || key == chosen) && await connected() && key in localStorage) {
          save(item, 'sending');
          const {state} = await deliver(form, item.pairs);
          save(item, state == 'sent' ? '' : state == 'refused' ? state : 'unsure');
          rest = 500;
        }
      }
      return new Promise(done => setTimeout(done, rest));
    });

    const notice = () => forms.forEach(({keep}) => keep && (keep.closest('.field').hidden = navigator.onLine));

    all.onclick = () => erase(items());
    for (const name of ['online', 'offline']) addEventListener(name, notice);
    addEventListener('online', flush);
    addEventListener('storage', draw);
    setInterval(flush, 6e4);
    notice();
    draw();
    flush();

    return (form, pairs) => {
      const {keep, name} = form;
      keep.closest('.field').hidden = false;
      if (!keep.checked) return complain(form, [[keep, words.offline]]);
      try {
        if (pairs.some(pair => pair[1].name)) throw 0;
        const at = Date.now();
        save({key: root + at + Math.random(), at, form: name, pairs}, 'waiting');
      } catch {
        return complain(form, [[keep, words.unkept]]);
      }
      navigator.storage.persist();
      tell(form, words.kept);
    };
  };

  // The forms of this page ---------------------------------------------------------------------

  let queue;
  const forms = [...document.querySelectorAll('form[data-form]')].map(element => {
    const button = element.querySelector('[type=submit]'), wire = JSON.parse(element.dataset.wire || '{}'), form = {
      element, button, wire, name: element.dataset.form, words: button.textContent,
      to: new URL(wire.to || element.getAttribute('action'), location).href,
      keep: element.querySelector('[id$=-keep]'), status: element.nextElementSibling,
    };
    element.noValidate = true;
    if (element.hidden) { // a link stands in its place where no script runs
      element.hidden = false;
      element.previousElementSibling.hidden = true;
    }
    for (const tag in wire.tags) {
      const name = wire.tags[tag];
      const value = page.get(tag);
      if (value) (element.elements[name] || element.appendChild(make('input', {type: 'hidden', name}))).value = value;
    }
    element.onsubmit = event => submit(form, event);
    return form;
  });

  // How somebody came here goes along from page to page in the address, and is stored nowhere.
  addEventListener('click', event => {
    const link = event.target.closest('a');
    if (link?.host != location.host) return;
    const url = new URL(link);
    for (const [tag, value] of page) if (/^utm_|^ref$/.test(tag) && !url.searchParams.has(tag)) url.searchParams.set(tag, value);
    if (url.pathname != location.pathname) link.href = url;
  });

  // A page that comes back from the browser's memory is not sending any more.
  addEventListener('pageshow', event => event.persisted && forms.forEach(form => hold(form)));

  try {
    if (navigator.locks && localStorage) queue = open(document.querySelector('.queue'));
  } catch {} // no queue here, or a browser that forbids storage
})();
