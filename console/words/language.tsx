import { createContext, type ReactNode, startTransition, use, useContext, useEffect, useMemo, useState } from 'react';
import { IntlProvider } from 'react-intl';
import { isLanguage, type Language, wordsOf } from './catalogue.ts';

const KEPT_LANGUAGE = 'orderwatch-language';
const KEPT_ZONE = 'orderwatch-zone';

type Reader = {
  language: Language;
  setLanguage: (language: Language) => void;
  /** IANA name of the zone in which times are shown. */
  zone: string;
  setZone: (zone: string) => void;
};

const ReaderContext = createContext<Reader | null>(null);

/** The reader's language and zone, and how they are changed. */
export function useReader(): Reader {
  return useContext(ReaderContext)!;
}

/** What the reader chose here, else what is known of the user, else what the browser prefers. */
export function firstLanguage(kept: string | null, ofUser: string | null, ofBrowser: readonly string[]): Language {
  const wanted = [kept, ofUser, ...ofBrowser].map(name => name?.slice(0, 2).toLowerCase());
  return wanted.find(isLanguage) ?? 'en';
}

export function Reading({ userLocale, children }: { userLocale: string | null; children: ReactNode }): ReactNode {
  const [chosen, setChosen] = useState(() => localStorage.getItem(KEPT_LANGUAGE));
  const [zone, setZone] = useState(() => localStorage.getItem(KEPT_ZONE) ?? browserZone());
  const language = firstLanguage(chosen, userLocale, navigator.languages);
  const words = use(wordsOf(language));
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const reader = useMemo(
    () => ({
      language,
      setLanguage: (wanted: Language) => {
        localStorage.setItem(KEPT_LANGUAGE, wanted);
        // The page stays as it is until the sentences are there.
        startTransition(() => setChosen(wanted));
      },
      zone,
      setZone: (wanted: string) => {
        localStorage.setItem(KEPT_ZONE, wanted);
        setZone(wanted);
      },
    }),
    [language, zone],
  );
  return (
    <ReaderContext value={reader}>
      <IntlProvider locale={language} messages={words} timeZone={zone} onError={complain}>
        {children}
      </IntlProvider>
    </ReaderContext>
  );
}

/** A sentence that is not there, or a place of it that was not filled: a fault of ours, which no test lets pass. */
function complain(error: Error): void {
  console.error(error);
}

function browserZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
