/** What a reader is told about one route; what it takes and answers is its schema's to say. */
export type RouteWords = {
  /** Unique; clients are generated with it as the name of a function. */
  id: string;
  tag: string;
  /** One line. */
  does: string;
  /** What one must know beside that. */
  more?: string;
  /** A body to begin with. */
  example?: unknown;
  /** An answer that is no JSON: its media type. */
  answers?: string;
  /** A body that is no JSON. */
  takes?: { mediaType: string; schema: object };
  /** Codes of problems beside those of every route. */
  problems?: readonly number[];
};

/** By `METHOD /path/:id`. A route without words is no part of the API. */
export type ApiWords = Readonly<Record<string, RouteWords>>;
