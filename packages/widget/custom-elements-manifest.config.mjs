// What `dist/custom-elements.json` says: the element as it is used, without what it is made of.
export default {
  globs: ['components/coach-widget/coach-widget.ts'],
  outdir: 'dist',
  packagejson: false,
  plugins: [
    {
      name: 'public-alone',
      packageLinkPhase({ customElementsManifest }) {
        for (const declaration of customElementsManifest.modules.flatMap((module) => module.declarations)) {
          const documented = ({ name, kind, privacy }) => privacy === undefined && (kind === 'method' || ['creator', 'baseUrl', 'isOpen'].includes(name))
          declaration.members = declaration.members?.filter(documented)
          // `emit` is told which event.
          declaration.events = declaration.events?.filter(({ name }) => name?.startsWith('coach-'))
        }
      },
    },
  ],
}
