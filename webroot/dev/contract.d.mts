export function generated(): Promise<string>;
export function checkedIn(): Promise<string>;
