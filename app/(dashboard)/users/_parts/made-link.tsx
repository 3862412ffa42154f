import { leadsHere } from '../../../_data/use-invites.ts';
import { Button } from '../../../_ui/button.tsx';
import { CopyLine } from '../../../_ui/copy-line.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';

type MadeLinkProps = {
  heading: 'h2' | 'h4';
  title: string;
  text: string;
  label: string;
  link: string;
  done: () => void;
};

/** A link for one person, to be copied while it is there to see. */
export function MadeLink({ heading: Heading, title, text, label, link, done }: MadeLinkProps) {
  const { people: texts } = useTexts();
  return (
    <>
      <Heading dir="auto" className="text-lg font-semibold [overflow-wrap:anywhere]">
        {title}
      </Heading>
      <p className="text-sm text-mute">{text}</p>
      <CopyLine label={label} text={link} copy={texts.copy} />
      {leadsHere(link) && <p className="text-sm text-warn">{texts.linkHere}</p>}
      <Button tone="primary" className="justify-self-start" onClick={done}>
        {texts.done}
      </Button>
    </>
  );
}
