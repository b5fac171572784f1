const articles = (api) => api.getAllSorted().filter((item) => item.data.section);

const bySection = (api) => {
  const groups = {};
  for (const item of articles(api)) (groups[item.data.section] ??= []).push(item);
  return groups;
};

export default function (config) {
  config.addPassthroughCopy({ static: "/" });
  config.addCollection("articles", articles);
  config.addCollection("bySection", bySection);
  config.addCollection("sectionNames", (api) => Object.keys(bySection(api)).sort());
  config.addCollection("tagNames", (api) => [...new Set(articles(api).flatMap((item) => item.data.tags))].sort());
  config.addFilter("iso", (date) => date.toISOString().slice(0, 10));
  config.addFilter("mailDate", (date) => date.toUTCString());
  config.addFilter("day", (date) =>
    date.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }));
  config.addFilter("latest", (items) => items.slice(-20).reverse());
  return {
    dir: { input: "src", output: "_site" },
    templateFormats: ["md", "njk"],
    markdownTemplateEngine: false,
  };
}
