package sigillo.sieve;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.message.Header;
import sigillo.message.Message;
import sigillo.message.MessageLimits;
import sigillo.message.Part;

/**
 * What changes while one script runs for one message: actions, variables, flags, the header, and what is left of the
 * bounds.
 */
final class Run {
    private Surroundings around;
    private final List<Action> actions = new ArrayList<>();
    private Scope variables = new Scope(this, new Scope.Globals());
    private final java.util.Set<Script> included = java.util.Collections.newSetFromMap(
        new java.util.IdentityHashMap<>());
    private List<String> flags = List.of();
    private Optional<EditedHeader> edited = Optional.empty();
    private Header header;
    private boolean isKept = true;
    private boolean isHere;
    private long charactersLeft = (long) SieveLimits.STEPS_MAX * SieveLimits.CHARACTERS_PER_STEP;
    private long bodyOctetsLeft = SieveLimits.BODY_OCTETS_ALL_MAX;
    private final List<Part> loopParts = new ArrayList<>();

    Run(Surroundings around) {
        this.around = around;
        this.header = around.message().header();
    }

    /** Of a message that was delivered before. */
    static Run here(Surroundings around, List<String> flags) {
        var run = new Run(around);
        run.isHere = true;
        run.flags = Flags.normal(flags);
        return run;
    }

    /** RFC 6785 section 4.6: of the envelope of such a message nothing is known. */
    boolean isHere() { return isHere; }

    Surroundings around() { return around; }

    Message message() { return around.message(); }

    /** Of another message from here on; its header is as it came. Only the tests of others ask for it. */
    void turnTo(Surroundings other) {
        around = other;
        header = other.message().header();
        edited = Optional.empty();
    }

    /** As if no command had done anything yet. Only the tests of others ask for it. */
    void forget() {
        actions.clear();
        isKept = true;
        flags = List.of();
    }

    Scope variables() { return variables; }

    /** For an included script; gives back what to come back to. RFC 6609 section 3.4. */
    Scope enter() {
        var before = variables;
        variables = new Scope(this, before.globals());
        return before;
    }

    void leaveTo(Scope before) { variables = before; }

    /** True the first time. RFC 6609 section 3.2, {@code :once}. */
    boolean isNew(Script script) { return included.add(script); }

    boolean wasIncluded(Script script) { return included.contains(script); }

    void step() { charge(SieveLimits.CHARACTERS_PER_STEP); }

    /** For looking at so many characters. Throws when the bound of the run is passed. */
    void charge(long characters) {
        charactersLeft -= characters;
        if (charactersLeft < 0) throw new Fault(Place.START, "the script took too many steps for this message");
    }

    void chargeBody(long octets) {
        charge(octets);
        bodyOctetsLeft -= octets;
        if (bodyOctetsLeft < 0) throw new Fault(Place.START, "the script reads too much of the message");
    }

    List<Action> actions() { return actions; }

    void act(Place place, Action action) {
        if (actions.size() == SieveLimits.ACTIONS_MAX) throw new Fault(place, "the script has too many actions");
        actions.add(action);
    }

    /** RFC 5228 section 2.10.2: the message is kept unless an action takes that away. */
    boolean isKept() { return isKept; }

    void cancelKeep() { isKept = false; }

    /** RFC 5232 section 2: of actions that name none. */
    List<String> flags() { return flags; }

    void setFlags(List<String> flags) { this.flags = List.copyOf(flags); }

    /** As the script has left it; RFC 5293 section 3. */
    Header header() { return header; }

    Optional<EditedHeader> edited() { return edited; }

    void edit(Place place, byte[] block) {
        if (block.length > SieveLimits.HEADER_OCTETS_MAX) throw new Fault(place, "the header has become too large");
        charge(block.length);
        edited = Optional.of(new EditedHeader(block));
        header = Header.parse(block, 0, false, MessageLimits.DEFAULT);
    }

    /** RFC 5703 section 3: the part that a loop looks at; the message outside of loops. */
    Part part() { return loopParts.isEmpty() ? message().root() : loopParts.getLast(); }

    boolean isInLoop() { return !loopParts.isEmpty(); }

    void enter(Part part) { loopParts.add(part); }

    void leavePart() { loopParts.removeLast(); }

    /** Of a part: the message's own may have been edited. */
    Header headerOf(Part part) {
        if (part == message().root()) return header;
        try {
            chargeBody(part.header().length());
            return Header.read(message().octets(), part.header(), MessageLimits.DEFAULT);
        } catch (IOException e) {
            throw unreadable();
        }
    }

    static Fault unreadable() { return new Fault(Place.START, "the message cannot be read"); }
}
