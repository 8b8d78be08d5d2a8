import { track } from './clock.js';
import './faults.js';
import { Auth } from 'cognito-auth-wasm';
import { installAuthenticator } from '../../setup/authenticator.js';
import { casesOf, flows } from '../cases.js';
import { faults } from './faults.js';
import { rehearse, run } from './stage.js';

installAuthenticator({ track });

/** Loads the module, which is no part of any case. */
window.warmUp = async () => void (await Auth.currentUserInfo().catch(() => {}));
window.rehearse = rehearse;
window.cases = (name) =>
  casesOf(
    flows.find((flow) => flow.name === name),
    faults,
  );

/** The cases of a flow from that number on, up to one that leaves the page unfit for others. */
window.runFrom = async (setup, name, from) => {
  const results = [];
  for (const each of window.cases(name).slice(from)) {
    const result = await run(setup, name, each).catch((error) => ({
      problems: [`the suite itself: ${error.stack}`],
      states: 0,
      taintedBy: true,
    }));
    results.push({ ...each, ...result });
    if (result.taintedBy) break;
  }
  return results;
};
window.ready = true;
