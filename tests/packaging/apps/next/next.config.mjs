export default {
  output: 'standalone',
  distDir: process.env.DIST_DIR,
  // The project is a folder of a repository with lock files of its own.
  outputFileTracingRoot: process.env.ROOT,
  turbopack: { root: process.env.ROOT },
};
