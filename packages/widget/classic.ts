// For site builders that allow no `<script type="module">`: loads the module beside it and puts the element into the page.
{
  const script = document.currentScript
  if (script instanceof HTMLScriptElement) {
    const element = document.createElement('coach-widget')
    for (const [name, value] of Object.entries(script.dataset))
      element.setAttribute(
        name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
        value ?? '',
      )
    // In the flow of the page it stands where the script stands.
    const add = () => (script.dataset.mode === 'inline' ? script.after(element) : document.body.append(element))
    document.body ? add() : addEventListener('DOMContentLoaded', add)
    void import(/* @vite-ignore */ new URL('widget.js', script.src).href)
  }
}

export {}
