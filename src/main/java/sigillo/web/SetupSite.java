package sigillo.web;

import java.time.InstantSource;
import java.util.Optional;
import sigillo.http.Admission;
import sigillo.http.Answering;
import sigillo.http.Asked;
import sigillo.http.HttpProtocol;
import sigillo.http.Reply;

/** All that is answered while a server has no name yet: the pages of set-up. */
public final class SetupSite implements Answering {
    private final SetupDoor door;

    private SetupSite(SetupDoor door) { this.door = door; }

    public static HttpProtocol protocol(SetupWork work, InstantSource clock) {
        return new HttpProtocol(new SetupSite(new SetupDoor(work, clock, Optional.empty())));
    }

    @Override public Reply answer(Asked asked) {
        var file = asked.isRead() ? Files.at(asked.path()) : Optional.<Reply>empty();
        if (file.isPresent()) return file.get();
        return door.has(asked.path()) ? door.answer(asked) : Reply.seeOther(SetupDoor.PATH);
    }

    @Override public Admission admit(Asked asked) { return new Admission.Away(Reply.seeOther(SetupDoor.PATH)); }
}
