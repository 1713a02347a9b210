/** The mark: a heart drawn in one open line, the small light where it is not yet closed. Drawn, so that it is sharp at any size. */
export const Mark = ({ size = 28 }: { size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden focusable="false" className="mark">
    <rect width="32" height="32" rx="9" fill="var(--primary)" />
    <path
      d="M16 24.5 8.9 17.2a4.7 4.7 0 0 1 0-6.6 4.6 4.6 0 0 1 6.6 0l.5.5.5-.5a4.6 4.6 0 0 1 6.6 0 4.7 4.7 0 0 1 0 6.6"
      fill="none"
      stroke="var(--on-primary)"
      strokeWidth="2.4"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
    <circle cx="20.6" cy="20.4" r="1.7" fill="#F3B98C" />
  </svg>
)
