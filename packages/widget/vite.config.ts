import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { minify } from 'terser'
import { defineConfig, type Plugin } from 'vite'
import { leanTemplates } from './lean-templates.js'

const source = (path: string) => new URL(path, import.meta.url).pathname

const chunkNames: Record<string, string> = { 'coach-panel': 'panel', 'create-extras': 'extras' }
const prefixOf = (module: string | null | undefined) =>
  /\/locales\/(extras|form)\//.test(module ?? '') ? 'words-' : module?.includes('/locales/') ? 'locale-' : ''

// The files a page loads from a server: a small entry with a fixed name, then the panel and the visitor's language, in chunks whose names carry their hash.
export default defineConfig({
  root: source('.'),
  plugins: [trustedWorker(), leanTemplates(), inPages(), tightSources(), secondPass(), versions(), compressedFiles()],
  // The worker's address is told from where the chunk is.
  base: './',
  worker: { format: 'es', rolldownOptions: { output: { entryFileNames: 'embedder-worker-[hash:6].js' } } },
  resolve: {
    // Never the development build of a library, in tests either.
    conditions: ['module', 'browser', 'default'],
    alias: {
      '@coachkit/sdk/embeddings': source('../sdk-js/embeddings'),
      '@coachkit/sdk': source('../sdk-js/index.ts'),
      '@coachkit/contract': source('../contract/index.ts'),
    },
  },
  build: {
    outDir: 'dist/cdn',
    emptyOutDir: true,
    copyPublicDir: false,
    target: 'es2022',
    modulePreload: false,
    // As a library, or every import is wrapped to preload what there is not.
    lib: { entry: { widget: source('loader.ts'), 'widget.classic': source('classic.ts') }, formats: ['es'] },
    rolldownOptions: {
      preserveEntrySignatures: 'exports-only',
      output: {
        entryFileNames: '[name].js',
        // The other alphabets do not compress.
        hashCharacters: 'hex',
        chunkFileNames: ({ name, facadeModuleId }) => `${chunkNames[name] ?? prefixOf(facadeModuleId) + name}-[hash:6].js`,
      },
    },
  },
})

/** The worker of the embedder is opened by a module of the widget's. */
function trustedWorker(): Plugin {
  return {
    name: 'trusted-worker',
    enforce: 'pre',
    resolveId: (id) => (id.endsWith('/open-page-worker.js') ? source('components/embedder/trusted-worker.ts') : undefined),
  }
}

/** These files are loaded by pages alone, where there are elements. */
function inPages(): Plugin {
  return {
    name: 'in-pages',
    transform: (code, id) =>
      id.endsWith('/coach-widget.ts') ? { code: code.replace(/globalThis\.HTMLElement \?\? \(?class \{\s*\}\)?/, 'HTMLElement'), map: null } : undefined,
  }
}

/** What the bundler has minified, once more by another minifier: together they take 2% more away. */
function secondPass(): Plugin {
  return {
    name: 'second-pass',
    enforce: 'post',
    async generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue
        const { code } = await minify(chunk.code, {
          module: true,
          ecma: 2020,
          compress: { passes: 3, pure_getters: true, keep_fargs: false, unsafe_arrows: true, hoist_funs: true },
        })
        chunk.code = code ?? chunk.code
      }
    },
  }
}

/** Each entry once more under a name that never changes its content, and a list of these with what `integrity` must say. */
function versions(): Plugin {
  return {
    name: 'versions',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const list: Record<string, { file: string; integrity: string }> = {}
      const entries = Object.values(bundle).flatMap((chunk) => (chunk.type === 'chunk' && chunk.isEntry ? [chunk] : []))
      // The classic one comes last: it loads the module by its name.
      for (const { fileName, code } of entries.sort((one, other) => one.fileName.length - other.fileName.length)) {
        const source = code.replace('widget.js', list['widget.js']?.file ?? 'widget.js')
        const digest = createHash('sha384').update(source).digest('base64')
        const file = fileName.replace(/\.js$/, `-${digest.replace(/\W/g, '').slice(0, 8)}.js`)
        list[fileName] = { file, integrity: `sha384-${digest}` }
        this.emitFile({ type: 'asset', fileName: file, source })
      }
      this.emitFile({ type: 'asset', fileName: 'versions.json', source: JSON.stringify(list) })
    },
  }
}

/** Each file once more as the smallest it can be sent, so that no server spends time on it. */
function compressedFiles(): Plugin {
  return {
    name: 'compressed-files',
    writeBundle({ dir = '' }) {
      for (const name of readdirSync(dir)) {
        if (/\.(?:js|css|map)$/.test(name)) writeFileSync(join(dir, `${name}.br`), brotliCompressSync(readFileSync(join(dir, name))))
      }
    },
  }
}

/** Minifiers leave template literals alone, and the styles and templates are most of the source. */
function tightSources(): Plugin {
  const styles = /\.styles\.ts$|\/styles\/tokens\.ts$/
  return {
    name: 'tight-sources',
    enforce: 'pre',
    transform(code, id) {
      if (!id.startsWith(source('.')) || id.includes('node_modules')) return undefined
      // A line that starts with `<` or `${` is inside a template; no layout here rests on the space before it.
      const tight = code.replace(/\n\s+/g, '\n').replace(/([>}])\n(?=<|\$\{)/g, '$1')
      if (!styles.test(id)) return { code: tight, map: null }
      const shorter = tight.replace(/`[^`]*`/g, (text) =>
        text
          .replace(/\s+/g, ' ')
          .replace(/ ?([{};>]) ?| (?=!)/g, '$1')
          .replace(/([:,]) /g, '$1')
          .replace(/;}/g, '}')
          .replace(/\b0\.(\d)/g, '.$1'),
      )
      return { code: shorter, map: null }
    },
  }
}
