const PICK =
  /^(?:(?:số|so|chọn|chon|cái|cai|ý|y)\s*(?:số|so|thứ|thu)?\s*)?([1-9])[.)]?(?:\s*(?:nhé|nhe|nha|ạ|a|đi|di))*$/iu;

/** The number that a whole message picks from a list (`2`, `số 2 nhé`), 1 to 9. */
export function readPick(message: string): number | undefined {
  const picked = PICK.exec(message.trim())?.[1];
  return picked === undefined ? undefined : Number(picked);
}
