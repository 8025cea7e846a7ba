import { it } from 'vitest';
import { parsePhrase, hasPhrase, readWith, vocabularyOf } from '../../src/understanding/phrase.ts';
import { readWords } from '../../src/understanding/words.ts';
import { medical } from '../../src/understanding/lexicon/danger/medical.ts';
import { fire, fraud, selfharm, unknown } from '../../src/understanding/lexicon/danger/other.ts';
import { rescue } from '../../src/understanding/lexicon/danger/rescue.ts';
import { abuse, police } from '../../src/understanding/lexicon/danger/violence.ts';
it('d',()=>{ for (const t of (process.env.T??'').split('~')) for(const e of [selfharm, fire, rescue, medical, abuse, police, fraud, unknown]) { const p=e.phrases.map(parsePhrase); const v=vocabularyOf(p); const r=readWith(v,readWords(t)); for(const x of p) if(hasPhrase(x,r)) console.log(t,'HIT',e.danger,x.source);} });
