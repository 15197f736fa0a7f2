package sigillo.message;

/** Comments of RFC 5322 section 3.2.2, which nest: counted, not followed, so that fifty thousand cost no stack. */
final class Comments {
    private Comments() {}

    /** The index behind the comment that opens at {@code at}; the length of {@code raw} when it does not close. */
    static int end(String raw, int at) {
        int depth = 0;
        for (; at < raw.length(); at++) {
            char c = raw.charAt(at);
            if (c == '\\') at++;
            else if (c == '(') depth++;
            else if (c == ')' && --depth == 0) return at + 1;
        }
        return raw.length();
    }

    static int depth(String comment) {
        int depth = 0;
        int deepest = 0;
        for (int i = 0; i < comment.length(); i++) {
            char c = comment.charAt(i);
            if (c == '\\') i++;
            else if (c == '(') deepest = Math.max(deepest, ++depth);
            else if (c == ')') depth--;
        }
        return deepest;
    }
}
