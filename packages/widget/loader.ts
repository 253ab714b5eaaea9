import { CoachWidget } from './components/coach-widget/coach-widget.js'

/** The element of a `<script type="module">`: its server is where the script came from. */
class HostedCoachWidget extends CoachWidget {
  protected override readonly defaultBaseUrl = import.meta.url.replace(/\/[^/]*$/, '')
}

if (!customElements.get('coach-widget')) customElements.define('coach-widget', HostedCoachWidget)
