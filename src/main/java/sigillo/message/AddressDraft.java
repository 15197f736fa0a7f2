package sigillo.message;

import java.util.Optional;

/**
 * An entry of an address list while its words come in: they are kept as a name and, without the spaces between them,
 * as an address, until the end tells which of both they were.
 */
final class AddressDraft {
    /** A comment that nests deeper is not somebody's name. */
    private static final int NAME_DEPTH_MAX = 20;

    private final StringBuilder phrase = new StringBuilder();
    private final StringBuilder spec = new StringBuilder(); // the words since the last space inside: a@b, if it is one
    private int specInPhrase;
    private boolean hasAt; // in spec
    private boolean spaced;
    private boolean unseparated;
    private String comment = "";
    private String route = "";
    private String angle; // null until <...> was read

    boolean hasAngle() { return angle != null; }

    boolean hasAt() { return hasAt; }

    boolean isWordsOnly() { return angle == null && !hasAt && !phrase.isEmpty(); }

    /** A whole address and a space: a word that follows belongs to something else. */
    boolean isSpacedAddress() { return spaced && hasAt && !endsOpen(); }

    /** No comma stands in front: words alone mean nothing then. */
    void markUnseparated() { unseparated = true; }

    String phrase() { return Ascii.trim(phrase.toString()); }

    void space() { spaced = true; }

    /** @param inSpec as an address has it, quotes too */
    void word(String inSpec, String inPhrase) {
        if (spaced && !phrase.isEmpty()) phrase.append(' ');
        boolean continues = !spec.isEmpty() && (!spaced || endsOpen());
        if (continues) comment = ""; // it stood inside the address
        else startSpec();
        spaced = false;
        spec.append(inSpec);
        phrase.append(inPhrase);
    }

    /** A dot or an at sign, which spaces may surround. RFC 5322 section 4.4. */
    void special(char c) {
        if (spaced && !phrase.isEmpty() && c == '.' && !hasAt) phrase.append(' ');
        spaced = false;
        hasAt |= c == '@';
        spec.append(c);
        phrase.append(c);
    }

    void comment(String text) {
        if (Comments.depth(text) < NAME_DEPTH_MAX) comment = Comments.unescaped(text);
        spaced = true;
    }

    void angle(String route, String address) {
        this.route = route;
        angle = address;
        spaced = true;
    }

    /** @param before what stands in front of the name, up to its comma */
    Optional<NamedAddress> finish(String before) {
        if (angle != null) return address(before + phrase(), angle);
        if (hasAt) return address(Ascii.trim(phrase.substring(0, specInPhrase)), spec.toString());
        return unseparated || phrase.isEmpty() ? Optional.empty() : address("", phrase.toString());
    }

    private Optional<NamedAddress> address(String name, String address) {
        int sign = atSign(address);
        var local = sign < 0 ? address : address.substring(0, sign);
        var domain = sign < 0 ? "" : address.substring(sign + 1);
        // RFC 5322 section 3.4 has names before addresses; older programs put them in comments behind.
        var shown = name.isEmpty() ? Ascii.trim(comment) : name;
        boolean nothing = local.isEmpty() && domain.isEmpty() && shown.isEmpty();
        return nothing ? Optional.empty() : Optional.of(new NamedAddress(shown, route, local, domain));
    }

    private void startSpec() {
        spec.setLength(0);
        hasAt = false;
        specInPhrase = phrase.length();
    }

    private boolean endsOpen() {
        char last = spec.charAt(spec.length() - 1);
        return last == '.' || last == '@';
    }

    /** The last at sign outside quotes. */
    private static int atSign(String address) {
        int found = -1;
        boolean quoted = false;
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            if (c == '\\') i++;
            else if (c == '"') quoted = !quoted;
            else if (c == '@' && !quoted) found = i;
        }
        return found;
    }
}
