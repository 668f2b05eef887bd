// Takes the place of js-yaml in the bundle. gray-matter loads js-yaml (41 KB) for its own YAML engine, but here gray-matter only
// splits front matter from body; `yaml` does the parsing. So the engine is never called, and if it is, that is a bug.
function refuse() {
  throw new Error('js-yaml is not part of the bundle: front matter is parsed by the yaml package');
}
module.exports = { safeLoad: refuse, safeDump: refuse };
