package sigillo.milter;

import java.util.List;
import java.util.Map;
import sigillo.base.Bytes;

/** What a filter says. Whoever is {@link #isLast} ends a step; the others come before that one, at the end of a message. */
public sealed interface MilterAnswer {
    /** {@code macros}: which the filter wants, by the letter of the command. */
    record Agreed(MilterOptions options, Map<Integer, String> macros) implements MilterAnswer {
        public Agreed { macros = Map.copyOf(macros); }
    }

    record Continue() implements MilterAnswer {}

    /** Nothing more needs to be told of this message. */
    record Accept() implements MilterAnswer {}

    record Reject() implements MilterAnswer {}

    record TempFail() implements MilterAnswer {}

    /** The sender is told that it was taken, and it is thrown away. */
    record Discard() implements MilterAnswer {}

    /** {@code code} is 4xx or 5xx; {@code status}: RFC 3463, may be empty. */
    record Reply(int code, String status, List<String> lines) implements MilterAnswer {
        public Reply { lines = List.copyOf(lines); }
    }

    /** Enough of the body. */
    record Skip() implements MilterAnswer {}

    /** Still at work: the server is to wait longer. */
    record Progress() implements MilterAnswer {}

    record ConnectionFailed() implements MilterAnswer {}

    record Shutdown() implements MilterAnswer {}

    record Quarantine(String reason) implements MilterAnswer {}

    record AddHeader(String name, String value) implements MilterAnswer {}

    /** {@code index}: how many fields stand before it. */
    record InsertHeader(int index, String name, String value) implements MilterAnswer {}

    /** {@code index}: among those of the name, from 1. An empty value deletes it. */
    record ChangeHeader(int index, String name, String value) implements MilterAnswer {}

    record AddRecipient(String address, List<String> parameters) implements MilterAnswer {
        public AddRecipient { parameters = List.copyOf(parameters); }
    }

    record DeleteRecipient(String address) implements MilterAnswer {}

    record ChangeSender(String address, List<String> parameters) implements MilterAnswer {
        public ChangeSender { parameters = List.copyOf(parameters); }
    }

    record ReplaceBody(Bytes piece) implements MilterAnswer {}

    default boolean isLast() {
        return switch (this) {
            case Agreed _, Continue _, Accept _, Reject _, TempFail _, Discard _, Reply _, Skip _, ConnectionFailed _, Shutdown _ -> true;
            case Progress _, Quarantine _, AddHeader _, InsertHeader _, ChangeHeader _, AddRecipient _, DeleteRecipient _,
                ChangeSender _, ReplaceBody _ -> false;
        };
    }
}
