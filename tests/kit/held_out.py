"""Sentences that nobody looked at while the rules were written, to measure them with. Everything in them is invented.

Each: the sentence, then every piece of it that could point to somebody, separated by bars.
"""

DETAIL = """
Shabnam had left him twice before that winter.|Shabnam
Her brother Tariq phoned the school the next day.|Tariq
I sat with Mr Oduya and heard him speak of his sister.|Mr Oduya
The family asked us to call her Blessing in the report.|Blessing
He was charged on 4/11/2022 and pleaded later.|4/11/2022
The last call was at Easter 2018, on a Friday.|2018
On Tuesday 9 June the nurse rang back.|Tuesday 9 June
They had come from Brackwater to be near an aunt.|Brackwater
She worked at a salon in Upper Inkpen.|Upper Inkpen
The refuge in Netherby had no room that night.|Netherby
Police from Ashmere Road station wrote to the panel.|Ashmere Road
She was 27 and had two girls.|27
The children were aged 4 and 9.|aged 4
A man in his fifties opened the door.|in his fifties
Her 11-year-old daughter interpreted for her.|11-year-old
The GP, Dr Sandoval, kept good notes.|Dr Sandoval
The victim, known as K, had asked for a transfer.|K
I kept thinking about Child 2.|Child 2
The mother of N.W. came with a friend.|N.W.
Their postcode, BX9 4QT, is on the map I was shown.|BX9 4QT
Her sister's number is 07700 900123.|07700 900123
The uncle can be reached at r.ferro@example.net.|r.ferro@example.net
There is a page in her memory, @remembering_leyla.|@remembering_leyla
See www.example.org/for-leyla for the photographs.|www.example.org/for-leyla
The crime number 42/88213/21 was read out.|crime number 42/88213/21
Mehwish's parents came to the last meeting.|Mehwish's
Afterwards Olumide thanked the chair.|Olumide
Nobody asked Zofia what she wanted.|Zofia
I wrote down what Pastor Grant had said.|Pastor Grant
We heard that Leyla Aydin loved to sing.|Leyla Aydin
the neighbour, mrs pettigrew, saw the light on|mrs pettigrew
her husband omar worked nights at the bakery|omar
She gave birth in March 2017 and moved in the spring.|March 2017
The flat above the Crescent Bakery was searched.|Crescent Bakery
PC 4471 attended first.|PC 4471
He drove from Saltmarsh to Inkpen that evening.|Saltmarsh|Inkpen
At St Brigid's Primary the head teacher had worried.|St Brigid's Primary
The Hollis family did not want to be named.|Hollis
The judge at Netherby Crown Court called it cruel.|Netherby Crown Court
The review of Sana R was my first.|Sana R
""".strip().splitlines()

FINE = """
I observed how the chair brought the panel back to the purpose of the review.
I learned to ask an agency what it did not do, and why.
The interpreter and I met beforehand and agreed on words for coercion.
I have read the statutory guidance twice and made notes on paragraph 39.
Agencies often say hard to reach. I asked who finds whom hard to reach.
I drafted three recommendations, each with an owner and a date.
My mentor said that my questions were clear and that I speak too fast.
I would like to lead the discussion of equality at the next meeting.
Dealing with disclosure is where I am least sure.
I completed a course on trauma-informed interviewing with a local university.
I felt angry, and I did not know where to put it afterwards.
Supervision helped. I now book it before a hard meeting, not after.
The Care Act, the Children Act and the Mental Capacity Act all came up.
An Independent Domestic Violence Adviser explained her role to us.
Muslim women, Roma women and Deaf women are missed in different ways.
Some members spoke only when asked; I counted who spoke and for how long.
I practised saying no to a professional more senior than me.
Reports should be short. Mine was nine pages and could have been six.
I want to understand no recourse to public funds better.
The panel met online and it was harder to see who was upset.
As a Punjabi speaker I noticed what the translation had softened.
Social Care, Housing and Health each held a part of the picture.
I asked whether anybody had thought of honour-based abuse, and why so late.
Thank you for the notes. I have changed the order of the agenda.
I have worked in a refuge for eleven years and managed a team of six.
The Istanbul Convention gives a good definition.
Learning from other reviews should come before we write, not after.
Two of us read the chronology together and marked what was missing.
I would rather chair in person. Online, silence reads as agreement.
Faith leaders can help; they can also close doors. I said both.
I asked Victim Support and Refuge what they would change.
In my own community I would be recognised, so I said I have a conflict.
English is my third language and I write slowly.
How do you end a meeting when people are crying?
The Home Office sends back about half of the reports it receives.
I saw that the minutes said "the woman" where an agency had said "the client".
Every Wednesday I keep an hour for reading.
I took part in a session on Article 2 inquests.
By June I hope to have shadowed a second panel.
Police, probation and the NHS used three different meanings of risk.
""".strip().splitlines()
