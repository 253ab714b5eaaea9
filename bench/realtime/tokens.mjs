/** Many answers at once, a token each every so often. A token says when it was written. */
export async function streamTokens({ answers, tokens, everyMs }, { append }) {
  const began = performance.now()
  for (let token = 0; token < tokens; token += 1) {
    const due = began + token * everyMs
    if (performance.now() < due) await new Promise((resolve) => setTimeout(resolve, due - performance.now()))
    else await new Promise((resolve) => setImmediate(resolve))
    for (let answer = 0; answer < answers; answer += 1) append(answer, `${performance.timeOrigin + performance.now()} `)
  }
}
