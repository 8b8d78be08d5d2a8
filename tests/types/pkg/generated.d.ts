// What pkg/build.mjs makes, for the scripts of pkg/.

declare module '#methods' {
  export const authMethods: string[];
  export const userMethods: string[];
  export const signedInUserMethods: string[];
  export const poolMethods: string[];
}

declare module '#files' {
  export const build: string;
}

declare module '#addresses' {
  export const addresses: Record<string, URL>;
}

declare module '#modules' {
  export const modules: Record<string, WebAssembly.Module>;
}

declare module '#wasm' {
  export function compile(source: any): Promise<WebAssembly.Module>;
  export function instantiate(module: WebAssembly.Module, imports: WebAssembly.Imports): Promise<WebAssembly.Instance>;
}

declare module '#contents' {
  export const contents: Record<string, string>;
}

declare module '#parts' {
  export const build: string;
  export const moduleName: string;
  export function loaders(loader: (part: string) => unknown): Record<string, unknown>;
  export function sharedImports(exports: WebAssembly.Exports): any;
}

declare module '#glue' {
  export function newGlue(): any;
}

declare const AmazonCognitoAdvancedSecurityData:
  undefined | { getData(username: string, pool: string, client: string): string };
