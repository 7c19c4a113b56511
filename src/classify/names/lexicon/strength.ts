/** How certain a name is: a strong word, a generic one, a weak one with support, only a kind or nothing. */
export const STRONG = 3;
export const GENERIC = 2;
export const WEAK = 1;
export const NOTHING = 0;
