import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { SNAPSHOT_IDS } from '/work/main/renderer/gallery/snapshots.ts';
import { lintPage } from '/work/main/test/kiosk-lint/lint-page.ts';
import { MODES, nameOfMode, panelOf, show, startGallery } from '/work/main/test/e2e/gallery-page.ts';
const axeSource = await readFile('/work/main/node_modules/axe-core/axe.min.js','utf8');
const filter = new RegExp(process.argv[2] ?? '.'), ids = new RegExp(process.argv[3] ?? '.');
const gallery = await startGallery();
const seen = new Map<string, string[]>();
const add = (k:string, at:string) => { const l = seen.get(k) ?? []; l.push(at); seen.set(k,l); };
for (const mode of MODES) {
  if (!filter.test(nameOfMode(mode))) continue;
  const { page, complaints } = await gallery.open(mode);
  const check = async (id:string) => {
    const at = `${nameOfMode(mode)} / ${id}`;
    for (const v of await lintPage(page, panelOf(mode))) add(`${v.rule} | ${v.where} | ${v.problem}`, at);
    const r:any = await page.evaluate(`${axeSource}; axe.run({ runOnly: ['wcag2a','wcag2aa','wcag2aaa','wcag21a','wcag21aa','wcag22aa','best-practice'] })`);
    for (const v of r.violations) for (const n of v.nodes) add(`AXE ${v.id} ${v.help} | ${n.target.join(' ')}`, at);
    for (const c of complaints.splice(0)) add('CONSOLE '+c, at);
  };
  for (const id of SNAPSHOT_IDS) { if (!ids.test(id)) continue; await show(page, mode, id); await check(id); }
  if (ids.test('sheet')) { await show(page, mode, 'confirm', {sheet:'display'}); await page.waitForSelector('.overlay'); await check('sheet'); }
  if (ids.test('typed')) {
  await show(page, mode, 'type-number'); for (const d of '001148999921') await page.getByRole('button',{name:new RegExp(` ${d}$`)}).click(); await check('typed'); await page.locator('.primary-button').click(); await page.waitForSelector('.date-boxes'); await check('birth'); await page.screenshot({path:`/tmp/shots/birth-${nameOfMode(mode).replaceAll(', ','-')}.png`});
  }
  await page.context().close();
}
const rows = [...seen].sort((a,b)=>b[1].length-a[1].length);
for (const [k,l] of rows.slice(0,70)) console.log(l.length, k, ' @ ', l.slice(0,2).join('; '));
console.log(rows.length, 'kinds');
await gallery.close();
