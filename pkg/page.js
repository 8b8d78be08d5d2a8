// What the module (`src/`) needs of the page besides what browsers have: v5's classes, whose objects applications hold, and
// how to send events. Each instance of the module has a copy of this file for itself: see core.js.

/** index.js's and core.js's parts, put in before the module runs. */
export const page = {
  /** `[{Name, Value}]` of all that `for … in` finds in an object, values as they are. */
  members(object) {
    const list = [];
    for (const Name in object) list.push({ Name, Value: object[Name] });
    return list;
  },

  /** `wrapRefreshSessionCallback` gives a callback that tells whom it may concern: Auth sends its Hub event there. A pool
   * that an application made itself may have none. */
  reportRefresh(pool, error, session) {
    pool.wrapRefreshSessionCallback?.(() => {})(error, session);
  },
};

/** Functions that are called when the module traps: what calls hold is let go, and they reject. */
export const atTrap = new Set();
