import type { Attachment } from '@coachkit/contract'

/** The files of a scripted coach: kept as they come, but for pictures that could run something. */
export function createScriptedFiles() {
  const files = new Map<string, { attachment: Attachment; blob: Blob }>()
  const add = (file: File): Attachment => {
    const type = (file.type || 'text/plain') as Attachment['type']
    const attachment: Attachment = { id: crypto.randomUUID(), name: file.name, type, size: file.size }
    files.set(attachment.id, { attachment, blob: new Blob([file], { type }) })
    return attachment
  }
  return {
    add,
    attachments: (ids: readonly string[] = []) => ids.flatMap((id) => files.get(id)?.attachment ?? []),
    /** Answers what is asked about files. */
    async answer(request: Request, id: string | undefined): Promise<Response> {
      if (request.method === 'POST') {
        const file = (await request.formData()).get('file') as File
        if (!file.name.endsWith('.svg')) return Response.json(add(file), { status: 201 })
        return Response.json({ error: { code: 'ATTACHMENT_001', message: 'Ese archivo no se puede enviar aquí.' } }, { status: 415 })
      }
      const kept = files.get(id ?? '')
      return new Response(kept?.blob ?? null, { status: kept ? 200 : 404, headers: { 'content-type': kept?.attachment.type ?? 'text/plain' } })
    },
  }
}
