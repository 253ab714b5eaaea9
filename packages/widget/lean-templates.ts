import type { Plugin } from 'vite'

/**
 * What nothing in the widget uses of the library that draws templates: directives, SVG and MathML templates, bindings in comments and on
 * whole elements, compiled templates, listeners with options, other places to draw into. A new version of the library that is written
 * otherwise stops the build.
 */
const unused: [from: string, to: string][] = [
  // No global but the element.
  ['const j={M:h,P:o,A:n,C:1,L:N,R,D:d,V:M,I:k,H,N:L,U:z,B:I,F:Z},B=t.litHtmlPolyfillSupport;B?.(S,k),(t.litHtmlVersions??=[]).push("3.3.3");', ''],
  ['export{j as _$LH,b as html,T as mathml,E as noChange,A as nothing,D as render,w as svg};', 'export{b as html,A as nothing,D as render};'],
  ['x=t=>(i,...s)=>({_$litType$:t,strings:i,values:s}),b=x(1),w=x(2),T=x(3),', 'b=(i,...s)=>({_$litType$:1,strings:i,values:s}),'],
  // Directives.
  [
    'function M(t,i,s=t,e){if(i===E)return i;let h=void 0!==e?s._$Co?.[e]:s._$Cl;const o=a(i)?void 0:i._$litDirective$;return h?.constructor!==o&&(h?._$AO?.(!1),void 0===o?h=void 0:(h=new o(t),h._$AT(t,s,e)),void 0!==e?(s._$Co??=[])[e]=h:s._$Cl=h),void 0!==h&&(i=M(t,h._$AS(t,i.values),h,e)),i}',
    '',
  ],
  ['_$AI(t,i=this){t=M(this,t,i),a(t)?', '_$AI(t){a(t)?'],
  ['t=M(this,t,i,0),o=!a(t)', 'o=!a(t)'],
  ['r=M(this,e[s+n],i,n),r===E', 'r=e[s+n],r===E'],
  ['if((t=M(this,t,i,0)??A)===E)return;', 'if((t??=A)===E)return;'],
  ['this._$AV=[],this._$AN=void 0,', 'this._$AV=[],'],
  ['this.type=2,this._$AH=A,this._$AN=void 0,', 'this._$AH=A,'],
  ['this.type=1,this._$AH=A,this._$AN=void 0,', 'this._$AH=A,'],
  ['constructor(){super(...arguments),this.type=3}', ''],
  ['constructor(){super(...arguments),this.type=4}', ''],
  ['class z extends H{constructor(t,i,s,e,h){super(t,i,s,e,h),this.type=5}', 'class z extends H{'],
  ['get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(t)', 'u(t)'],
  ['class k{get _$AU(){return this._$AM?._$AU??this._$Cv}', 'class k{'],
  [',this._$Cv=e?.isConnected??!0', ''],
  [
    'get parentNode(){let t=this._$AA.parentNode;const i=this._$AM;return void 0!==i&&11===t?.nodeType&&(t=i.parentNode),t}get startNode(){return this._$AA}get endNode(){return this._$AB}',
    '',
  ],
  ['for(this._$AP?.(!1,!0,s);t!==this._$AB;)', 'for(;t!==this._$AB;)'],
  ['setConnected(t){void 0===this._$AM&&(this._$Cv=t,this._$AP?.(t))}', ''],
  ['get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}', ''],
  [
    'class Z{constructor(t,i,s){this.element=t,this.type=6,this._$AN=void 0,this._$AM=i,this.options=s}get _$AU(){return this._$AM._$AU}_$AI(t){M(this,t)}}',
    '',
  ],
  // SVG and MathML.
  ['l=2===i?"<svg>":3===i?"<math>":""', 'l=""'],
  ['+(2===i?"</svg>":3===i?"</math>":"")', ''],
  [
    'if(this.el=S.createElement(f,e),P.currentNode=this.el.content,2===i||3===i){const t=this.el.content.firstChild;t.replaceWith(...t.childNodes)}',
    'this.el=S.createElement(f);P.currentNode=this.el.content;',
  ],
  ['constructor({strings:t,_$litType$:i},e){', 'constructor({strings:t}){'],
  ['[f,v]=N(t,i)', '[f,v]=N(t)'],
  ['static createElement(t,i){', 'static createElement(t){'],
  // Whole elements and comments.
  ['else t.startsWith(o)&&(d.push({type:6,index:l}),r.removeAttribute(t))', ''],
  [':1===r.type?i=new r.ctor(h,r.name,r.strings,this,t):6===r.type&&(i=new Z(h,this,t))', ':i=new r.ctor(h,r.name,r.strings,this,t)'],
  ['else{let t=-1;for(;-1!==(t=r.data.indexOf(o,t+1));)d.push({type:7,index:l}),t+=o.length-1}', ''],
  // Compiled templates.
  ['e="number"==typeof s?this._$AC(t):(void 0===s.el&&(s.el=S.createElement(V(s.h,s.h[0]),this.options)),s)', 'e=this._$AC(t)'],
  ['const{values:i,_$litType$:s}=t,e=', 'const{values:i}=t,e='],
  // Other places and other listeners.
  ['(t?.creationScope??l).importNode', 'l.importNode'],
  ['t===A&&s!==A||t.capture!==s.capture||t.once!==s.once||t.passive!==s.passive', 't===A&&s!==A'],
  ['"function"==typeof this._$AH?this._$AH.call(this.options?.host??this.element,t):this._$AH.handleEvent(t)', 'this._$AH(t)'],
  [
    'const D=(t,i,s)=>{const e=s?.renderBefore??i;let h=e._$litPart$;if(void 0===h){const t=s?.renderBefore??null;e._$litPart$=h=new k(i.insertBefore(c(),t),t,void 0,s??{})}',
    'const D=(t,i)=>{let h=i._$litPart$;if(void 0===h)i._$litPart$=h=new k(i.appendChild(c()),null);',
  ],
]

/** The library with only what is drawn with here. */
export function leanTemplates(): Plugin {
  return {
    name: 'lean-templates',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('/lit-html.js')) return undefined
      let lean = code
      for (const [from, to] of unused) {
        if (lean.split(from).length !== 2) throw new Error(`lit-html has changed: see lean-templates.ts, at ${from}`)
        lean = lean.replace(from, () => to)
      }
      return { code: lean, map: null }
    },
  }
}
