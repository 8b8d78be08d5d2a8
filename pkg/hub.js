// Hub and Amplify, as far as Auth needs them. Both answer at once, before the module is loaded.

class HubClass {
  name = '__default__';
  listeners = [];

  /**
   * Calls `callback` for each event of the channel, or each whose message matches the pattern. Returns a function that
   * stops it.
   */
  listen(channel, callback) {
    // Amplify's older form: an object with a method.
    const call = callback?.onHubCapsule?.bind(callback) ?? callback;
    if (typeof call !== 'function') throw new Error('No callback supplied to Hub');
    const listener = { channel, callback, call };
    this.listeners = [...this.listeners, listener];
    return () => {
      this.listeners = this.listeners.filter((other) => other !== listener);
    };
  }

  /** Stops a listener. A pattern is the one that is written so, also by another literal. */
  remove(channel, callback) {
    this.listeners = this.listeners.filter(
      (other) => other.callback !== callback || String(other.channel) !== String(channel),
    );
  }

  /**
   * Calls the listeners of the channel, in their order, and then those whose pattern matches. An exception of one is
   * logged, and does not stop the others.
   */
  dispatch(channel, payload, source = '') {
    const capsule = { channel, payload: { ...payload }, source, patternInfo: [] };
    const callListener = (listener, patternInfo) => {
      try {
        listener.call(patternInfo ? { ...capsule, patternInfo } : capsule);
      } catch (error) {
        console.error(error);
      }
    };
    const { listeners } = this;
    for (const listener of listeners) if (listener.channel === channel) callListener(listener);
    const message = payload?.message;
    if (typeof message !== 'string' || !message) return;
    for (const listener of listeners) {
      const match = listener.channel instanceof RegExp && message.match(listener.channel);
      if (match) callListener(listener, match.slice(1));
    }
  }
}

export const Hub = new HubClass();

class AmplifyClass {
  _components = [];
  _config = {};
  /** Takes v5's `LOG_LEVEL`. Nothing is logged. */
  Logger = {};

  /** Adds a category: an object with `configure`, and `getModuleName` if it is to be found here. It is configured at once. */
  register(category) {
    this._components.push(category);
    if (category.getModuleName) this[category.getModuleName()] = category;
    category.configure(this._config);
  }

  configure(config) {
    if (!config) return this._config;
    Object.assign(this._config, config);
    for (const category of this._components) category.configure(this._config);
    return this._config;
  }
}

export const Amplify = new AmplifyClass();
