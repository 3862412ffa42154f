/** Tells the sign-in page for some seconds why a plain form was refused, without a trace in its address. `:` is a dot in it. */
export const refusalCookie = 'nodecg-refusal';
