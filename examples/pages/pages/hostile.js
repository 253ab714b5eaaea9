// What old libraries did to the browser's own objects, before any other script runs.
Object.defineProperty(Object.prototype, 'inherited', { value: 'x', enumerable: true, writable: true })
Array.prototype.each = function (act) {
  for (let index = 0; index < this.length; index++) act(this[index], index)
  return this
}
// As Prototype had it: lists become text inside JSON.
Array.prototype.toJSON = function () {
  return `[${[...this].map((each) => JSON.stringify(each)).join(', ')}]`
}
Element.prototype.toggle = function () {
  this.hidden = !this.hidden
  return this
}
Element.prototype.remove = function () {
  if (this.parentNode) this.parentNode.removeChild(this)
  return this
}
String.prototype.strip = String.prototype.trim

// As polyfills had it: `fetch` over XMLHttpRequest, without a body to read while it comes, and without `signal`.
window.fetch = (input, options = {}) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(options.method || 'GET', String(input.url || input))
    for (const [name, value] of new Headers(options.headers)) request.setRequestHeader(name, value)
    request.onload = () => {
      const response = new Response(request.status === 204 ? null : request.responseText, { status: request.status })
      Object.defineProperty(response, 'body', { value: undefined })
      resolve(response)
    }
    request.onerror = () => reject(new TypeError('Network request failed'))
    request.send(options.body)
  })
// A counter of the page wraps it once more, and nothing may be read from it twice.
const polyfill = window.fetch
window.fetch = (...all) => polyfill(...all)
