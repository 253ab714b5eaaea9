export const metadata = { title: 'Una página con Next' }

export default function Layout({ children }) {
  return (
    <html lang="es">
      <body>{children}</body>
    </html>
  )
}
