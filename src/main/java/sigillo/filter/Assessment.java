package sigillo.filter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import sigillo.base.Octets;
import sigillo.message.Message;
import sigillo.smtp.SmtpReply;
import sigillo.spam.Features;
import sigillo.spam.Look;

/**
 * What is thought of a message, whoever it is for. {@code client}: where it came from, where that is known. {@code virus}: RFC 5235 section 3.3, empty when nobody has looked.
 * {@code against}: what its sender is told when it does not come in at all. {@code silent}: which programs had nothing to
 * say, and why, each in a sentence.
 */
public record Assessment(List<Reason> reasons, Author author, Optional<InetAddress> client, OptionalInt virus,
                         Optional<SmtpReply> against, List<String> silent, Source source) {
    /** More than all our own; those that weigh least are left out. */
    static final int REASONS_MAX = 64;

    public Assessment {
        reasons = reasons.stream().sorted(Comparator.comparingDouble((Reason reason) -> -Math.abs(reason.weight())))
            .limit(REASONS_MAX).toList();
        silent = List.copyOf(silent);
    }

    /** Where features come from, when somebody has learnt something. */
    @FunctionalInterface public interface Source {
        /** Throws {@link UncheckedIOException} when the message cannot be read. */
        Features features();

        /** Looked at when asked. */
        static Source of(Octets message, Instant received) {
            return () -> {
                try {
                    return Look.at(Message.parse(message), received).features();
                } catch (IOException broken) {
                    throw new UncheckedIOException(broken);
                }
            };
        }
    }

    /** The sum of all weights. */
    public double score() { return reasons.stream().mapToDouble(Reason::weight).sum(); }

    /** For the story: the score, each reason with its weight, and who was asked and had nothing to say. */
    public List<String> sentences() {
        var all = new ArrayList<String>();
        all.add("The filter gives " + Reason.points(score()));
        for (var reason : reasons) if (reason.weight() != 0) all.add(Reason.points(reason.weight()) + " " + reason.sentence());
        all.addAll(silent);
        return all;
    }

    public Features features() { return source.features(); }
}
