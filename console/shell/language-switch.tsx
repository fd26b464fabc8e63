import type { ReactNode } from 'react';
import { LANGUAGES } from '../words/catalogue.ts';
import { useReader } from '../words/language.tsx';
import { useSay } from '../words/say.tsx';
import classes from './language-switch.module.css';

/** Leads to the other language at one touch; it is called as its readers call it. */
export function LanguageSwitch(): ReactNode {
  const say = useSay();
  const { language, setLanguage } = useReader();
  const other = LANGUAGES.find(each => each !== language)!;
  return (
    <button
      type="button"
      className={classes.language}
      lang={other}
      title={say(other === 'ru' ? 'shell.languageRu' : 'shell.languageEn')}
      onClick={() => setLanguage(other)}
    >
      {other.toUpperCase()}
    </button>
  );
}
