// What `dist/custom-elements.json` says: the element as it is used, without what it is made of.
export default {
  globs: ['components/coach-widget/coach-widget.ts'],
  outdir: 'dist',
  packagejson: false,
  plugins: [
    {
      name: 'public-alone',
      packageLinkPhase({ customElementsManifest }) {
        const [module] = customElementsManifest.modules
        // The one that is shipped and registers the element.
        module.path = 'dist/index.js'
        for (const each of module.exports) each.declaration.module = module.path
        for (const declaration of module.declarations) {
          const documented = ({ name, kind, privacy }) =>
            privacy === undefined && (kind === 'method' || ['creator', 'baseUrl', 'isOpen', 'words'].includes(name))
          declaration.members = declaration.members?.filter(documented)
          // `emit` is told which event.
          declaration.events = declaration.events?.filter(({ name }) => name?.startsWith('coach-'))
        }
      },
    },
  ],
}
