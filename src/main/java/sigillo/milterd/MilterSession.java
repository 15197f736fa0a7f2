package sigillo.milterd;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import sigillo.base.Address;
import sigillo.milter.MilterAnswer;
import sigillo.milter.MilterCommand;
import sigillo.milter.MilterOptions;
import sigillo.smtp.Envelope;
import sigillo.smtp.Origin;
import sigillo.smtp.Recipient;
import sigillo.smtp.ReversePath;

/**
 * The state of one conversation with a mail server that asks for our checks: a command in, the next step out. All is said at
 * the end of a message, so that nothing before costs a round trip where the server allows that. One thread.
 */
final class MilterSession {
    private static final int WANTED_ACTIONS = MilterOptions.ADD_HEADERS | MilterOptions.CHANGE_HEADERS;
    private static final int WANTED_STEPS = MilterOptions.NO_UNKNOWN | MilterOptions.NO_DATA | MilterOptions.LEADING_SPACE
        | MilterOptions.SILENT_CONNECT | MilterOptions.SILENT_HELO | MilterOptions.SILENT_MAIL | MilterOptions.SILENT_RCPT
        | MilterOptions.SILENT_HEADER | MilterOptions.SILENT_END_OF_HEADER | MilterOptions.SILENT_BODY;
    private static final List<MilterAnswer> CONTINUE = List.of(new MilterAnswer.Continue());
    /** Of one step; servers send a dozen. */
    private static final int MACROS_MAX = 200;
    /** Connect, HELO, MAIL, RCPT, DATA, end of header, end of message. */
    private static final String STEPS = "CHMRTNE";
    private static final Set<Character> OF_CONNECTION = Set.of('C', 'H');
    static final int RECIPIENTS_MAX = 10_000;

    private MilterOptions agreed = new MilterOptions(0, 0, 0);
    /** By the step that they were told with; those of one message do not stay for the next. */
    private final Map<Character, Map<String, String>> macros = new HashMap<>();
    private Optional<InetAddress> client = Optional.empty();
    private String helo = "";
    private ReversePath from = ReversePath.NULL;
    private final List<Recipient> recipients = new ArrayList<>();
    private boolean isHeaderEnded;

    Step on(MilterCommand command) {
        return switch (command) {
            case MilterCommand.Negotiate(var offered) -> negotiate(offered);
            case MilterCommand.Macros(char step, var values) -> noted(step, values);
            case MilterCommand.Connect connect -> {
                client = address(connect);
                yield answer(MilterOptions.SILENT_CONNECT);
            }
            case MilterCommand.Helo(var name) -> {
                helo = name;
                yield answer(MilterOptions.SILENT_HELO);
            }
            case MilterCommand.Mail(var sender, _) -> begun(path(sender));
            case MilterCommand.Rcpt(var recipient, _) -> named(path(recipient));
            case MilterCommand.Data() -> answer(MilterOptions.SILENT_DATA);
            case MilterCommand.Unknown _ -> answer(MilterOptions.SILENT_UNKNOWN);
            case MilterCommand.Header(var name, var value) -> new Step.Take(field(name, value), answers(MilterOptions.SILENT_HEADER));
            case MilterCommand.EndOfHeader() -> new Step.Take(endOfHeader(), answers(MilterOptions.SILENT_END_OF_HEADER));
            case MilterCommand.Body(var piece) -> new Step.Take(piece.toArray(), answers(MilterOptions.SILENT_BODY));
            case MilterCommand.EndOfMessage(var rest) -> ended(new Step.Judge(rest.toArray(), asked()));
            case MilterCommand.Abort() -> ended(new Step.Forget());
            case MilterCommand.NextClient() -> nextClient();
            case MilterCommand.Quit() -> new Step.End();
        };
    }

    private Step begun(ReversePath sender) {
        from = sender;
        recipients.clear();
        isHeaderEnded = false;
        return answer(MilterOptions.SILENT_MAIL);
    }

    private Step named(ReversePath recipient) {
        recipient.sender().filter(_ -> recipients.size() < RECIPIENTS_MAX).map(Recipient::of).ifPresent(recipients::add);
        return answer(MilterOptions.SILENT_RCPT);
    }

    /** What was told of this message is not of the next. */
    private Step ended(Step step) {
        macros.keySet().retainAll(OF_CONNECTION);
        return step;
    }

    private Step nextClient() {
        client = Optional.empty();
        helo = "";
        macros.clear();
        return new Step.Forget();
    }

    private Step negotiate(MilterOptions offered) {
        if (offered.version() < MilterOptions.VERSION_MIN) return new Step.End();
        int version = Math.min(offered.version(), MilterOptions.VERSION);
        agreed = new MilterOptions(version, offered.actions() & WANTED_ACTIONS, offered.steps() & WANTED_STEPS);
        return new Step.Say(List.of(new MilterAnswer.Agreed(agreed, Map.of())));
    }

    private Step noted(char step, Map<String, String> values) {
        if (values.size() <= MACROS_MAX && STEPS.indexOf(step) >= 0) macros.put(step, Map.copyOf(values));
        return Step.NOTHING;
    }

    private Optional<String> macro(String name) {
        return macros.values().stream().map(told -> told.get(name)).filter(Objects::nonNull).filter(value -> !value.isEmpty()).findFirst();
    }

    private Step answer(int silent) { return new Step.Say(answers(silent)); }

    private List<MilterAnswer> answers(int silent) { return agreed.leavesOut(silent) ? List.of() : CONTINUE; }

    private byte[] field(String name, String value) {
        var space = agreed.leavesOut(MilterOptions.LEADING_SPACE) ? "" : " ";
        var folded = value.replace("\r\n", "\n").replace("\n", "\r\n");
        return (name + ":" + space + folded + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A server may say it twice, or not at all: the message has one empty line. */
    private byte[] endOfHeader() {
        if (isHeaderEnded) return new byte[0];
        isHeaderEnded = true;
        return new byte[] {'\r', '\n'};
    }

    private Asked asked() {
        var user = macro("{auth_authen}");
        var origin = new Origin(client, helo, "ESMTP", Optional.empty(), user);
        boolean isMarking = agreed.mayAct(MilterOptions.ADD_HEADERS) && agreed.mayAct(MilterOptions.CHANGE_HEADERS);
        return new Asked(origin, Envelope.of(from, List.copyOf(recipients)), isMarking,
            agreed.leavesOut(MilterOptions.LEADING_SPACE) ? " " : "");
    }

    private static ReversePath path(String text) {
        var bare = text.startsWith("<") && text.endsWith(">") ? text.substring(1, text.length() - 1) : text;
        return Address.parse(bare).map(ReversePath::of).orElse(ReversePath.NULL);
    }

    /** Never asks DNS. Sendmail writes {@code IPv6:} before such an address. */
    private static Optional<InetAddress> address(MilterCommand.Connect connect) {
        boolean isOfInternet = connect.family() == MilterCommand.Family.INET || connect.family() == MilterCommand.Family.INET6;
        if (!isOfInternet) return Optional.empty();
        try {
            return Optional.of(InetAddress.ofLiteral(connect.address().replaceFirst("(?i)^IPv6:", "")));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
