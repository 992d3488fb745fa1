// SPDX-License-Identifier: Apache-2.0
// The one page: who is signed in, which view the address names, and what is new.
import { render } from "preact";
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { mayDo, read, readSession, send, type Right, type Session } from "./api";
import { useEnding } from "./ending";
import { setFresh } from "./title";
import { settle } from "./writers";
import { attribute, child, is } from "./xml";
import { Activity } from "./pages/activity";
import { Help } from "./pages/help";
import { Inbox } from "./pages/inbox";
import { Matter } from "./pages/matter";
import { OnePage } from "./pages/onepage";
import { Refer } from "./pages/refer";
import { Referral } from "./pages/referral";
import { SignIn } from "./pages/signin";
import { Staff } from "./pages/staff";
import { Statistics } from "./pages/statistics";
import { Welcome } from "./pages/welcome";

export interface PageProps {
  session: Session;
  words: string[]; // of the address, after the view's name
  news: number; // changes whenever what is shown may have
}

interface View {
  name: string;
  label?: string; // in the navigation; none: reached from elsewhere
  right?: Right; // of whom it is for, and of whoever may do more
  path?: string; // of a document of its own, with a policy of its own
  isOne?: boolean; // whatever its address: that says what was chosen on it
  show: (props: PageProps) => preact.JSX.Element;
}

const views: View[] = [
  { name: "inbox", label: "Inbox", show: Inbox },
  { name: "refer", label: "Refer", show: Refer },
  { name: "referral", show: Referral },
  { name: "onepage", show: OnePage },
  { name: "matter", show: Matter },
  { name: "statistics", label: "Statistics", right: "manager", path: "/statistics", isOne: true, show: Statistics },
  { name: "staff", label: "Staff", right: "administrator", show: Staff },
  { name: "activity", label: "Activity", right: "administrator", show: Activity },
  { name: "help", label: "Help", show: Help },
];

function useAddress(): string[] {
  const now = () => window.location.hash.replace(/^#\/?/, "").split("/");
  const [words, setWords] = useState(now);
  useEffect(() => {
    const changed = () => setWords(now());
    window.addEventListener("hashchange", changed);
    return () => window.removeEventListener("hashchange", changed);
  }, []);
  return words;
}

interface News {
  count: number; // rises whenever something may be new
  isReachable: boolean;
  isAlive: boolean; // the program behind the pages answers
}

function untilVisible(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const look = () => {
      if (!document.hidden || signal.aborted) done();
      else document.addEventListener("visibilitychange", look, { once: true, signal });
    };
    look();
  });
}

// Asks and waits, again and again, for as long as somebody is signed in: for what has come
// since then, because the views read what was there.
function useNews(actor: string, since = 0): News {
  const [news, setNews] = useState<News>({ count: 0, isReachable: true, isAlive: true });
  useEffect(() => {
    if (!actor) return;
    const abort = new AbortController();
    let seen = since;
    let after = 0; // at first, what tells at once how the line is
    const wait = async () => {
      while (!abort.signal.aborted) {
        // A browser has few connections to one program: pages that nobody sees hold none.
        await untilVisible(abort.signal);
        try {
          const root = await read(`/api/news?after=${after}`, abort.signal);
          const line = child(root, "line")!;
          after = Number(attribute(line, "count"));
          const isNew = after !== seen;
          seen = after;
          setNews((last) => ({ count: last.count + (isNew ? 1 : 0), isReachable: is(line, "reachable"), isAlive: true }));
        } catch {
          if (abort.signal.aborted) return;
          setNews((last) => ({ ...last, isAlive: false }));
          await new Promise((done) => setTimeout(done, 2000));
        }
      }
    };
    void wait();
    return () => abort.abort();
  }, [actor]);
  return news;
}

// How many things nobody has looked at yet: in the title, in the navigation, and said once.
function useFresh(actor: string, news: number): number {
  const [fresh, setCount] = useState(0);
  useEffect(() => {
    if (!actor) return setCount(0);
    const abort = new AbortController();
    read("/api/new", abort.signal).then((root) => setCount(Number(attribute(child(root, "things")!, "count"))),
      () => undefined); // the line above the page tells what is wrong
    return () => abort.abort();
  }, [actor, news]);
  useLayoutEffect(() => setFresh(fresh), [fresh]);
  return fresh;
}

function Bar({ session, signOut }: { session: Session; signOut?: () => void }) {
  return (
    <header class="bar">
      <div class="govuk-width-container bar__inner">
        <span class="bar__name">{session.agencyName}: referrals</span>
        {signOut && <span>{session.name}</span>}
        {signOut && <button type="button" onClick={signOut}>Sign out</button>}
      </div>
    </header>
  );
}

function Views({ session, view, fresh }: { session: Session; view: View; fresh: number }) {
  return (
    <nav class="views" aria-label="Views">
      <div class="govuk-width-container">
        <ul>
          {views.filter((item) => item.label && mayDo(session, item.right)).map((item) => (
            <li key={item.name}>
              <a href={`${item.path ?? "/"}#/${item.name}`} aria-current={item === view ? "page" : undefined}>
                {item.label}
                {item.name === "inbox" && fresh > 0 && <span class="badge">{fresh}<span class="govuk-visually-hidden"> new</span></span>}
              </a>
            </li>
          ))}
        </ul>
        <span class="govuk-visually-hidden" role="status">{fresh > 0 && `${fresh} new in the inbox`}</span>
      </div>
    </nav>
  );
}

function Line({ news }: { news: News }) {
  const words = !news.isAlive
    ? "The program behind these pages does not answer. It is tried again by itself."
    : !news.isReachable
      ? "No connection to the exchange. You can go on working: what you send waits here and goes out by itself."
      : "";
  return (
    <div role="status">
      {words && <div class="line"><div class="govuk-width-container">{words}</div></div>}
    </div>
  );
}

function App() {
  const [session, setSession] = useState<Session>();
  const [failure, setFailure] = useState("");
  const words = useAddress();
  const view = views.find((item) => item.name === words[0]) ?? views[0];
  const place = view.isOne ? view.name : words.join("/");
  const end = useEnding(`${session?.actor}/${place}`);
  const actor = end.isOver ? "" : session?.actor ?? "";
  const news = useNews(actor, session?.news);
  const fresh = useFresh(actor, news.count);
  useEffect(() => {
    read("/api/session").then((root) => setSession(readSession(root)),
      (error: Error) => setFailure(error.message));
  }, []);
  // Before anybody can see it: later it would take the cursor out of a field.
  useLayoutEffect(() => {
    if (!end.isOver && end.resume()) return;
    document.querySelector("h1")?.focus();
    window.scrollTo(0, 0);
  }, [place, actor]);

  if (!session) return <main class="govuk-width-container govuk-main-wrapper"><p class="govuk-body">{failure || "Loading"}</p></main>;
  const signIn = (next: Session) => {
    setSession(next);
    end.isPast(next.actor === session.actor);
  };
  if (words[0] === "welcome")
    return <Bare session={session}><Welcome key={words[1]} token={words[1] ?? ""} done={signIn} /></Bare>;
  if (!session.actor) return <Bare session={session}><SignIn session={session} done={signIn} /></Bare>;
  const signOut = () => {
    settle().then(() => send("/api/session/close", {})).then((root) => setSession(readSession(root)),
      () => undefined); // the line above the page tells what is wrong
  };
  // Only that document may show it: its policy lets in what it needs.
  if (view.path && window.location.pathname !== view.path) {
    window.location.replace(`${view.path}${window.location.hash}`);
    return <main class="govuk-width-container govuk-main-wrapper"><p class="govuk-body">Loading</p></main>;
  }
  const Show = view.show;
  return (
    <>
      {!end.isOver && <Skip />}
      <Bar session={session} signOut={end.isOver ? undefined : signOut} />
      {!end.isOver && <Views session={session} view={view} fresh={fresh} />}
      {!end.isOver && <Line news={news} />}
      <div class="govuk-width-container">
        <main class="govuk-main-wrapper" id="main" tabIndex={-1}>
          {end.isOver && <SignIn session={session} note={end.note} done={signIn} />}
          {/* Kept where it is while somebody signs in again, so that nothing written is lost. */}
          <div hidden={end.isOver} onInput={end.written} onReset={end.sent}>
            {(!end.isOver || end.isKept) &&
              <Show key={`${session.actor}/${place}`} session={session} words={words.slice(1)} news={news.count + end.times} />}
          </div>
        </main>
      </div>
    </>
  );
}

function Skip() {
  const skip = (event: Event) => {
    event.preventDefault();
    document.getElementById("main")?.focus();
  };
  return <a href="#main" class="govuk-skip-link" onClick={skip}>Skip to main content</a>;
}

function Bare({ session, children }: { session: Session; children: preact.ComponentChildren }) {
  return (
    <>
      <Bar session={session} />
      <div class="govuk-width-container"><main class="govuk-main-wrapper" id="main">{children}</main></div>
    </>
  );
}

render(<App />, document.getElementById("app")!);
