package sigillo.refusals;

import java.util.List;
import java.util.stream.Stream;

/**
 * One entry of the file: what of it is not empty must fit. {@code texts}: alternatives, each the pieces of a text that must
 * come in this order, lower case.
 */
record Rule(Meaning meaning, List<String> from, String code, List<String> statuses, List<List<String>> texts) {

    /** {@code peer}: the server's name, lower case; empty when it is not known. {@code text}: lower case. */
    boolean fits(String peer, String replyCode, String status, String text) {
        return replyCode.startsWith(code) && (from.isEmpty() || from.stream().anyMatch(end -> isOf(peer, end)))
            && (statuses.isEmpty() || statuses.contains(status)) && (texts.isEmpty() || texts.stream().anyMatch(pieces -> isIn(text, pieces)));
    }

    private static boolean isOf(String peer, String end) { return peer.equals(end) || peer.endsWith("." + end); }

    /** No backtracking: the first place of each piece leaves most room for the next. */
    private static boolean isIn(String text, List<String> pieces) {
        int at = 0;
        for (var piece : pieces) {
            int found = find(text, piece, at);
            if (found < 0) return false;
            at = found + piece.length();
        }
        return true;
    }

    /** What has a digit is a code, and no part of a longer one. At most {@code text.length()} places are looked at. */
    private static int find(String text, String piece, int from) {
        int found = text.indexOf(piece, from);
        if (piece.chars().noneMatch(Character::isDigit)) return found;
        while (found >= 0 && (continues(text, found - 1, found) || continues(text, found + piece.length(), found + piece.length() - 1))) {
            found = text.indexOf(piece, found + 1);
        }
        return found;
    }

    /** Whether a letter or digit stands at both places. */
    private static boolean continues(String text, int outside, int inside) {
        return outside >= 0 && outside < text.length() && Character.isLetterOrDigit(text.charAt(outside))
            && Character.isLetterOrDigit(text.charAt(inside));
    }

    static List<String> pieces(String alternative) {
        return Stream.of(alternative.split("\\*")).map(String::strip).filter(piece -> !piece.isEmpty()).toList();
    }
}
