'use client'
import { CoachWidget } from '@coachkit/react'
import { useState } from 'react'

export function Coach() {
  const [questions, setQuestions] = useState(0)
  return (
    <>
      <p>Preguntas en esta visita: {questions}</p>
      <CoachWidget creator="ana-lopez" onMessage={({ role }) => role === 'user' && setQuestions((count) => count + 1)} />
    </>
  )
}
