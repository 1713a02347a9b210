/** The one thing that is left to be written when the database has time for it. */
export class Behind {
  #left: (() => Promise<unknown>) | undefined

  leave(write: () => Promise<unknown>): void {
    this.#left = write
  }

  async catchUp(): Promise<void> {
    const write = this.#left
    this.#left = undefined
    await write?.()
  }
}
