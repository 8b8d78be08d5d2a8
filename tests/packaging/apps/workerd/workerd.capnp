using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "worker", worker = .worker),
    # The tests' service is on this machine.
    (name = "machine", network = (allow = ["local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "worker")],
);

const worker :Workerd.Worker = (
  modules = [
MODULES
  ],
  bindings = [(name = "CONFIG", fromEnvironment = "CONFIG")],
  compatibilityDate = "2026-11-01",
  globalOutbound = "machine",
);
