package sigillo.lists;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import sigillo.base.Address;
import sigillo.base.Octets;
import sigillo.base.Printable;
import sigillo.message.Header;
import sigillo.message.Message;
import sigillo.message.Preview;
import sigillo.queue.Carrier;

/**
 * Which posts wait for the owner of their list, and what he decides. Whoever looks after a list is told of each; what he does not
 * pass on in some days goes. Any thread; throws {@link sigillo.store.StoreException}.
 */
public final class Moderation {
    /** What the filter thinks of a post: why it is spam, in a sentence. */
    public interface Judges {
        Judges NOBODY = (_, _) -> Optional.empty();

        Optional<String> suspicion(Header header, Octets message);
    }

    /** Tells the owner of a list; returns at once, never throws. */
    public interface Notices {
        void paused(MailList list, Member member);

        void held(MailList list, HeldPost post, Ways ways);
    }

    /** {@code page}: where a post can be passed on, or removed. Mail of the owner to the addresses does that too. */
    public record Ways(String page, Address approve, Address discard) {}

    private static final String APPROVE = "approve";
    private static final String DISCARD = "discard";
    private static final String NOT_A_MEMBER = "who wrote it is not on the list";

    private final Lists lists;
    private final ListLetters letters;
    private final Posting posting;
    private final Judges judges;
    private final Notices notices;

    public Moderation(Lists lists, ListLetters letters, Posting posting, Judges judges, Notices notices) {
        this.lists = lists;
        this.letters = letters;
        this.posting = posting;
        this.judges = judges;
        this.notices = notices;
    }

    /** Empty: it goes out at once. Its owner's own always does. */
    Optional<String> reason(MailList list, Header header, Octets message, Optional<Address> author) {
        if (author.isPresent() && lists.isOwner(list, author.get())) return Optional.empty();
        var suspicion = judges.suspicion(header, message);
        if (suspicion.isPresent() || list.posts() != Posts.HELD) return suspicion;
        return author.filter(one -> lists.member(list, one).isPresent()).isPresent() ? Optional.empty() : Optional.of(NOT_A_MEMBER);
    }

    /** False: as many wait as may. */
    boolean hold(MailList list, Carrier.Job job, Header header, Address author, String why) throws IOException {
        var id = lists.held().id(list, job.key());
        var post = new HeldPost(id, lists.now(), author, cut(header.first("Subject").map(field -> field.text()).orElse("")),
            Printable.of(Preview.of(Message.parse(job.message()))), why, job.envelope(), job.trace(), job.message().length());
        if (!lists.held().keep(list, post, job.message())) return false;
        if (lists.take(List.of(new Lists.Count("held\0" + list.key(), ListLimits.TOLD_A_DAY)))) notices.held(list, post, ways(list, post));
        return true;
    }

    private static String cut(String subject) {
        var clean = Printable.of(subject.strip());
        return clean.codePointCount(0, clean.length()) <= ListLimits.SUBJECT_CHARACTERS_MAX ? clean
            : clean.substring(0, clean.offsetByCodePoints(0, ListLimits.SUBJECT_CHARACTERS_MAX));
    }

    private Ways ways(MailList list, HeldPost post) {
        return new Ways(page(list, post), list.at(APPROVE + "-" + lists.token(APPROVE, list, post.id())), list.at(DISCARD + "-" + lists.token(DISCARD, list, post.id())));
    }

    private String page(MailList list, HeldPost post) { return letters.page("held", list, "post", post.id(), lists.token("held", list, post.id())); }

    /** Whoever has the letter. */
    boolean isToken(MailList list, String id, String token) { return lists.isToken(token, "held", list, id); }

    /**
     * To all members. False: it is not there any more. It goes once it is queued: who stops in between finds it again, and may send
     * it twice.
     */
    public synchronized boolean approve(MailList list, String id) throws IOException {
        var post = lists.held().post(list, id);
        if (post.isEmpty()) return false;
        posting.pass(list, post.get().envelope(), lists.held().message(list, post.get()), post.get().trace());
        lists.held().remove(list, id);
        return true;
    }

    /** Nobody is told. False: it was not there. */
    public synchronized boolean discard(MailList list, String id) {
        if (lists.held().post(list, id).isEmpty()) return false;
        lists.held().remove(list, id);
        return true;
    }

    /** By mail: {@code token} is that of {@link Ways}. False: nothing waits that it is of. */
    boolean decide(MailList list, boolean isApproved, String token) throws IOException {
        var kind = isApproved ? APPROVE : DISCARD;
        var post = lists.held().of(list).stream().filter(one -> lists.isToken(token, kind, list, one.id())).findFirst();
        if (post.isEmpty()) return false;
        return isApproved ? approve(list, post.get().id()) : discard(list, post.get().id());
    }

    void paused(MailList list, Member member) { notices.paused(list, member); }
}
