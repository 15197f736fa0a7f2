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
            int found = text.indexOf(piece, at);
            if (found < 0) return false;
            at = found + piece.length();
        }
        return true;
    }

    static List<String> pieces(String alternative) {
        return Stream.of(alternative.split("\\*")).map(String::strip).filter(piece -> !piece.isEmpty()).toList();
    }
}
