// The page's functions that the module (`src/`) imports. v5's classes, whose objects applications hold, and the Hub are
// among them. Each instance of the module has a copy of this file for itself: see core.js.

/** The parts of index.js and core.js, which core.js adds before the module runs, and some that lie here. */
export const page = {
  /** The members of an object, `[{Name, Value}]`: all that `for … in` finds, values as they are. */
  members(object) {
    const list = [];
    for (const Name in object) list.push({ Name, Value: object[Name] });
    return list;
  },

  /**
   * Calls the pool's `wrapRefreshSessionCallback` with the result of a refresh: Auth dispatches its Hub event there. A
   * pool that an application made itself may have none.
   */
  reportRefresh(pool, error, session) {
    try {
      pool.wrapRefreshSessionCallback?.(() => {})(error, session);
    } catch (thrown) {
      page.report(thrown);
    }
  },

  /**
   * Calls the function when the page comes back as it was left, by the Back button, if the platform has such events. The
   * one of its own load, which comes when all of the page is loaded, is none.
   */
  whenBack(task) {
    const once = ({ persisted }) => (persisted ? task() : page.whenBack(task));
    globalThis.addEventListener?.('pageshow', once, { once: true });
  },
};

/** The functions that core.js calls when the module traps. They let go of what calls hold, and reject the calls. */
export const atTrap = new Set();
