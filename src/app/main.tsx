/** Where the browser begins. */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { z } from '../shared/endpoint.ts'
import { getSession } from '../features/staff/contract.ts'
import { newQueryClient } from '../ui/queries.ts'
import { newRouter } from './router.tsx'
import { SurfaceFrame } from './shell-surface.tsx'
import '../ui/base.css'

// our pages forbid making code from text (Content-Security-Policy), which zod would try for speed
z.config({ jitless: true })

const client = newQueryClient((client) => void client.invalidateQueries({ queryKey: [getSession.path] }))

createRoot(document.querySelector('#app')!).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <SurfaceFrame>
        <RouterProvider router={newRouter()} />
      </SurfaceFrame>
    </QueryClientProvider>
  </StrictMode>,
)
