/** The device that took events in, as a field that is absent if nobody knows it. */
export function ofDevice(device: string | undefined): { readonly device?: string } {
  return device === undefined ? {} : { device };
}
