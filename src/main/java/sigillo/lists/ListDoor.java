package sigillo.lists;

import java.io.IOException;
import java.util.Optional;
import sigillo.base.Address;
import sigillo.lists.Lists.Joined;

/** What is done by links in mail and at pages, whoever comes: what the link shows is all that is asked. Any thread. */
public final class ListDoor {
    private final Lists lists;
    private final ListLetters letters;
    private final Moderation moderation;

    public ListDoor(Lists lists, ListLetters letters, Moderation moderation) {
        this.lists = lists;
        this.letters = letters;
        this.moderation = moderation;
    }

    public Optional<MailList> list(Address address) { return lists.list(address); }

    /** Whether it was sent, and who is on the list, nobody learns here. */
    public void ask(MailList list, Address address) { letters.ask(list, address); }

    /** False: the link is not one of ours, or too old, or the list is full. */
    public boolean confirm(MailList list, Address address, String token) {
        if (!lists.isAnswer(token, list, address)) return false;
        var joined = lists.join(list, address);
        if (joined == Joined.DONE) lists.member(list, address).ifPresent(member -> letters.welcome(list, member));
        return joined != Joined.FULL;
    }

    public boolean isLeave(MailList list, long number, String token) { return lists.isToken(token, "leave", list, number + ""); }

    /** RFC 8058 section 3.2; also for who has left before. False: the link is not one of ours. */
    public boolean leave(MailList list, long number, String token) {
        if (!isLeave(list, number, token)) return false;
        lists.leave(list, number);
        return true;
    }

    // ---- posts that wait for an owner ----

    /** Empty: the link is not one of ours, or somebody has decided, or nobody did in time. */
    public Optional<HeldPost> held(MailList list, String id, String token) {
        return moderation.isToken(list, id, token) ? lists.held().post(list, id) : Optional.empty();
    }

    /** To all members, or to nobody. False as above. Throws {@link IOException} when it cannot be read. */
    public boolean decide(MailList list, String id, String token, boolean isApproved) throws IOException {
        if (held(list, id, token).isEmpty()) return false;
        return isApproved ? moderation.approve(list, id) : moderation.discard(list, id);
    }
}
