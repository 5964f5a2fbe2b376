/**
 * What is not ready for a release, each in a sentence.
 *
 * @param {object} state
 * @param {string} state.version of package.json
 * @param {string} state.locked version of package-lock.json
 * @param {string} state.changelog
 * @param {readonly string[]} state.tags of Git
 * @param {string} state.changes that are not committed, as `git status --porcelain` prints them
 * @param {string} state.today as `2026-11-28`
 * @returns {string[]}
 */
export function releaseProblems({ version, locked, changelog, tags, changes, today }) {
  const problems = [];
  if (!/^\d+\.\d+\.\d+$/.test(version))
    problems.push(`The version of package.json is ${version}, not three numbers.`);
  if (locked !== version) problems.push(`package-lock.json has version ${locked}, package.json ${version}.`);
  if (tags.includes(`v${version}`)) problems.push(`The tag v${version} exists already.`);
  const heading = /^## (.+)$/m.exec(changelog)?.[1] ?? '';
  const [latest = '', date = ''] = heading.split(', ');
  if (latest !== version)
    problems.push(`The newest section of CHANGELOG.md is ${latest || 'missing'}, not ${version}.`);
  else if (date !== today)
    problems.push(`CHANGELOG.md says "${date}" after ${version}, not the date of today, ${today}.`);
  const section = changelog.split(/^## /m)[1] ?? '';
  if (!/^- /m.test(section)) problems.push('The newest section of CHANGELOG.md has no entry.');
  if (changes.trim() !== '') problems.push('There are changes that are not committed.');
  return problems;
}
