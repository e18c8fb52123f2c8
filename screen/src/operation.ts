/** An operation with the types of its response and variables; types.mjs generates them. */
export interface Operation<Data, Variables> {
  text: string;
  types?: (variables: Variables) => Data;
}
