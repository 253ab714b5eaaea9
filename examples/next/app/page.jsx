import { Coach } from './coach.jsx'

export default function Page() {
  return (
    <main>
      <h1>Una página con Next</h1>
      <p>El elemento se dibuja en el servidor; su código se carga en el navegador.</p>
      <Coach />
    </main>
  )
}
