/** The floor plan, executable. test/floors/floors.test.ts proves with seeded violations that it bites. */
const houses = ['core', 'native-bridges', 'electron', 'hub', 'renderer'];
const mayUse = {
  core: [],
  'native-bridges': ['core/contract', 'core/ports'],
  electron: ['core', 'native-bridges/contract'],
  hub: ['core'],
  renderer: ['core'],
};
const floors = houses.map(house => ({
  name: `floor-${house}`,
  comment: `${house} may use ${mayUse[house].join(', ') || 'nothing below it'}`,
  severity: 'error',
  from: { path: `^${house}/`, pathNot: ['\\.test\\.tsx?$'] },
  to: {
    path: `^(${houses.join('|')}|build|test)/`,
    pathNot: [`^${house}/`, ...mayUse[house].map(room => `^${room}/`)],
  },
}));

module.exports = {
  forbidden: [
    ...floors,
    {
      name: 'core-is-pure',
      comment:
        'core does no I/O: no Node modules, no packages but zod, xstate and the types of i18next',
      severity: 'error',
      from: { path: '^core/', pathNot: '\\.test\\.ts$' },
      to: {
        dependencyTypes: [
          'core',
          'npm',
          'npm-dev',
          'npm-optional',
          'npm-peer',
          'npm-no-pkg',
          'npm-unknown',
        ],
        pathNot: '(^|/)node_modules/(zod|xstate|i18next)/',
      },
    },
    {
      name: 'electron-only-in-its-shell',
      comment: 'the host is plain Node: only main and preload know Electron',
      severity: 'error',
      from: { path: '^electron/', pathNot: '^electron/(main|preload)/' },
      to: { path: '(^|/)node_modules/electron/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-test-code-in-the-product',
      severity: 'error',
      from: { path: `^(${houses.join('|')})/`, pathNot: '\\.test\\.tsx?$' },
      to: { path: ['\\.test\\.tsx?$', '^test/'] },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.tsbuild)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json', '.css', '.woff2'],
    },
  },
};
