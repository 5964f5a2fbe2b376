/** A constant that is made when it is first needed, because that takes its time: the same whenever that is. */
export function lazily<Value extends object>(make: () => Value): () => Value {
  let made: Value | null = null;
  return () => {
    made ??= make();
    return made;
  };
}
