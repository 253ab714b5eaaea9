import { defineConfig, type Plugin } from 'vite'

const source = (path: string) => new URL(path, import.meta.url).pathname

// The files a page loads from a server: a small entry with a fixed name, then the panel and the visitor's language, in chunks whose names carry their hash.
export default defineConfig({
  root: source('.'),
  plugins: [plainImports(), tightTemplates()],
  resolve: { alias: { '@coachkit/sdk': source('../sdk-js/index.ts'), '@coachkit/contract': source('../contract/index.ts') } },
  build: {
    outDir: 'dist/cdn',
    emptyOutDir: true,
    copyPublicDir: false,
    target: 'es2022',
    modulePreload: false,
    rolldownOptions: {
      input: source('loader.ts'),
      preserveEntrySignatures: 'exports-only',
      output: {
        entryFileNames: 'widget.js',
        chunkFileNames: ({ name }) => (name === 'coach-panel' ? 'panel-[hash].js' : 'locale-[name]-[hash].js'),
      },
    },
  },
})

/** There is nothing to preload beside the chunks themselves, so an import stays an import. */
function plainImports(): Plugin {
  return {
    name: 'plain-imports',
    enforce: 'pre',
    load: (id) => (id.includes('vite/preload-helper') ? 'export const __vitePreload = (load) => load()' : undefined),
    renderChunk: (code) => ({ code: code.replace(/__vitePreload\(\(\) => (import\([^)]*\)), __VITE_PRELOAD__\)/g, '$1'), map: null }),
  }
}

/** Minifiers leave template literals alone, and the styles and templates are most of the source. */
function tightTemplates(): Plugin {
  const styles = /\.styles\.ts$|\/styles\/tokens\.ts$/
  return {
    name: 'tight-templates',
    enforce: 'pre',
    transform(code, id) {
      if (!id.startsWith(source('.')) || id.includes('node_modules')) return undefined
      // A line that starts with `<` or `${` is inside a template; no layout here rests on the space before it.
      const tight = code.replace(/\n\s+/g, '\n').replace(/([>}])\n(?=<|\$\{)/g, '$1')
      if (!styles.test(id)) return { code: tight, map: null }
      const shorter = tight.replace(/`[^`]*`/g, (text) =>
        text
          .replace(/\s+/g, ' ')
          .replace(/ ?([{};>]) ?/g, '$1')
          .replace(/([:,]) /g, '$1')
          .replace(/;}/g, '}')
          .replace(/\b0\.(\d)/g, '.$1'),
      )
      return { code: shorter, map: null }
    },
  }
}
