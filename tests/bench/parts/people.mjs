// A sign-in as people do it: they enter the password field, type for two seconds, and click. From the click to the
// `InitiateAuth` request.
import { told, withFreshPage } from '../lib/browser.mjs';
import { conditions, impose } from '../lib/conditions.mjs';
import { summary } from '../lib/stats.mjs';

const SAMPLES = 9;
const TYPING_MS = 2000;
const LIBRARIES = ['v5', 'v6', 'ours'];
export const PEOPLE_CONDITIONS = conditions('plain', 'cpu');
/** Points in the field and in the button of the form's document (`lib/build.mjs`). */
const FIELD = [100, 20];
const BUTTON = [100, 70];

export async function people({ browser, server, progress, samples = SAMPLES }) {
  const times = {};
  for (let sample = -1; sample < samples; sample++)
    for (const condition of PEOPLE_CONDITIONS) {
      progress(`people: sample ${sample + 1} of ${samples}, ${condition.name}`);
      for (const library of LIBRARIES) {
        const url = `${server.url}/${library}/form.html?call=signIn&click`;
        const ms = await withFreshPage(browser, (page) => fromClick(page, url, condition));
        if (sample >= 0) ((times[condition.id] ??= {})[library] ??= []).push(ms);
      }
    }
  for (const libraries of Object.values(times)) for (const id in libraries) libraries[id] = summary(libraries[id]);
  return times;
}

async function fromClick(page, url, condition) {
  await impose(page, condition);
  const [ready, sent] = [told(page, 'ready'), told(page, 'InitiateAuth')];
  await page.goto(url, { waitUntil: 'commit' });
  await ready;
  await page.mouse.click(...FIELD);
  await new Promise((resolve) => setTimeout(resolve, TYPING_MS));
  await page.mouse.click(...BUTTON);
  const { called, InitiateAuth } = await sent;
  return InitiateAuth - called;
}
